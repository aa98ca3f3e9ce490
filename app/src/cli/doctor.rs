//! `doctor`.

use crate::{
    config::Config,
    programs::{Program, Programs},
};

/// Says what this machine lacks. It takes neither the database nor the storage, and changes nothing.
pub(super) fn run(config: &Config) -> anyhow::Result<()> {
    let programs = Programs::find(&config.programs);
    for program in [Program::HeifConvert, Program::Ffmpeg] {
        println!("{}", state(&programs, program));
    }
    Ok(())
}

fn state(programs: &Programs, program: Program) -> String {
    let (with, without) = match program {
        Program::HeifConvert => {
            ("AVIF and HEIC are taken", "AVIF and HEIC are refused, and linked where others post them")
        }
        Program::Ffmpeg => ("videos have a first picture", "videos that come without a picture are shown without one"),
        Program::Prlimit => ("programs can be run", "no program can be run"),
    };
    match programs.lacks(program) {
        None => format!("{program}: is there; {with}"),
        Some(lacking) if lacking == program => format!("{program}: is missing; {without}"),
        Some(lacking) => format!("{program}: can't be run without {lacking}; {without}"),
    }
}
