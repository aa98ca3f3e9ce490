//! What is too large to be held in memory: it goes into a file as it comes.

use std::time::Duration;

use tokio::{
    fs::File,
    io::AsyncWriteExt,
    time::{Instant, timeout, timeout_at},
};
use url::Url;

use super::{Http, IN_ALL, Problem, Wanted, unreachable};

/// How long a slow server is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// Between two pieces.
    pub silence: Duration,
    /// For all of it.
    pub in_all: Duration,
}

impl Http {
    /// Fetches `url` into `file`, in the name of the community whose origin is `origin`: how many bytes it has. What turns
    /// out not to be `right` by its first piece is not read on.
    pub async fn download(
        &self,
        origin: &str,
        url: &Url,
        wanted: Wanted,
        patience: Patience,
        file: &mut File,
        right: impl Fn(&[u8]) -> bool,
    ) -> Result<u64, Problem> {
        let until = Instant::now() + patience.in_all;
        let (mut response, _) =
            timeout(IN_ALL, self.follow(origin, url.clone(), wanted)).await.unwrap_or(Err(Problem::Slow))?;
        if response.content_length().is_some_and(|length| length > wanted.most as u64) {
            return Err(Problem::Large(wanted.most));
        }
        let mut beginning = Vec::new();
        let mut bytes = 0;
        loop {
            let next = timeout(patience.silence, response.chunk());
            let next = timeout_at(until, next).await.map_err(|_| Problem::Slow)?.map_err(|_| Problem::Slow)?;
            let Some(chunk) = next.map_err(unreachable)? else { break };
            bytes += chunk.len();
            if bytes > wanted.most {
                return Err(Problem::Large(wanted.most));
            }
            if beginning.len() < BEGINNING {
                beginning.extend_from_slice(&chunk[..chunk.len().min(BEGINNING)]);
                if beginning.len() >= BEGINNING && !right(&beginning) {
                    return Err(Problem::Type("something else than it says".to_owned()));
                }
            }
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        if beginning.len() < BEGINNING && !right(&beginning) {
            return Err(Problem::Type("something else than it says".to_owned()));
        }
        Ok(bytes as u64)
    }
}

/// Bytes that tell what a file is.
const BEGINNING: usize = 256;
