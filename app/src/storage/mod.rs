//! Where the bytes of pictures lie: a local folder. Keys are chosen by the media capability, which keeps a row for each.

use std::{
    io::Read,
    os::unix::fs::DirBuilderExt,
    path::{Path as FilePath, PathBuf},
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use anyhow::Context;
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use object_store::{GetOptions, GetRange, ObjectStore, ObjectStoreExt, PutPayload, local::LocalFileSystem, path::Path};
use tokio::io::AsyncReadExt;

use crate::config::{Config, StorageUrl};

/// The same object for all processes of a hub.
const MARKER: &str = "health/check";

/// Bytes that are held in memory for one request.
const AT_ONCE: u64 = 256 * 1024;
/// Bytes that are stored at once of a large file: no store takes smaller parts of one.
const PIECE: usize = 5 * 1024 * 1024;

#[derive(Clone, Debug)]
pub struct Storage {
    objects: Arc<dyn ObjectStore>,
    folder: PathBuf,
    scratch: PathBuf,
}

/// An object on its way to somebody.
pub struct Found {
    /// Of the whole object, in bytes.
    pub size: u64,
    /// What of it is sent.
    pub range: std::ops::Range<u64>,
    pub content: Content,
}

pub enum Content {
    Whole(Bytes),
    InPieces(Pieces),
}

type Pieces = Pin<Box<dyn Stream<Item = std::io::Result<Bytes>> + Send>>;

/// Makes a folder that no other user of this machine can look into. One that exists is left as it is.
pub fn private_folder(folder: &FilePath) -> std::io::Result<()> {
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

impl Storage {
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        let folder = match &config.storage_url {
            Some(StorageUrl::Folder(folder)) => folder.clone(),
            None => config.data_dir.join("media"),
        };
        let scratch = config.data_dir.join("tmp");
        for folder in [&folder, &scratch] {
            private_folder(folder)
                .and_then(|()| tempfile::tempfile_in(folder).map(drop))
                .with_context(|| format!("The storage folder {} can't be written to", folder.display()))?;
        }
        let objects = LocalFileSystem::new_with_prefix(&folder)
            .with_context(|| format!("The storage folder {} can't be opened", folder.display()))?
            .with_automatic_cleanup(true);
        Ok(Self { objects: Arc::new(objects), folder, scratch })
    }

    /// The folder for files that live no longer than a request.
    pub fn scratch(&self) -> &FilePath {
        &self.scratch
    }

    pub async fn put(&self, key: &str, bytes: impl Into<PutPayload>) -> anyhow::Result<()> {
        self.objects.put(&Path::parse(key)?, bytes.into()).await.with_context(|| format!("storing {key}"))?;
        Ok(())
    }

    /// Puts a file there, piece by piece.
    pub async fn put_file(&self, key: &str, file: &FilePath) -> anyhow::Result<()> {
        let put = async {
            let mut file = tokio::fs::File::open(file).await?;
            let mut upload = self.objects.put_multipart(&Path::parse(key)?).await?;
            loop {
                let mut piece = Vec::with_capacity(PIECE);
                if (&mut file).take(PIECE as u64).read_to_end(&mut piece).await? == 0 {
                    break;
                }
                upload.put_part(piece.into()).await?;
            }
            upload.complete().await?;
            Ok::<_, anyhow::Error>(())
        };
        put.await.with_context(|| format!("storing {key}"))
    }

    /// How many bytes an object has. `None` when there is no such object.
    pub async fn size(&self, key: &str) -> anyhow::Result<Option<u64>> {
        let Ok(path) = Path::parse(key) else { return Ok(None) };
        match self.objects.head(&path).await {
            Ok(object) => Ok(Some(object.size)),
            Err(object_store::Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    pub async fn copy(&self, from: &str, to: &str) -> anyhow::Result<()> {
        self.objects
            .copy(&Path::parse(from)?, &Path::parse(to)?)
            .await
            .with_context(|| format!("copying {from} to {to}"))
    }

    pub async fn read(&self, key: &str) -> anyhow::Result<Bytes> {
        let object = self.objects.get(&Path::parse(key)?).await.with_context(|| format!("reading {key}"))?;
        object.bytes().await.with_context(|| format!("reading {key}"))
    }

    /// The object, or a part of it, as a stream. `None` when there is no such object;
    /// a range that lies outside is cut to the object, or ignored when nothing of it is left.
    pub async fn get(&self, key: &str, range: Option<std::ops::Range<u64>>) -> anyhow::Result<Option<Found>> {
        let Ok(path) = Path::parse(key) else { return Ok(None) };
        let range = match range {
            None => None,
            Some(range) => match self.size(key).await? {
                Some(size) => Some(range.start..range.end.min(size)).filter(|range| !range.is_empty()),
                None => return Ok(None),
            },
        };
        if range.is_none()
            && let Some(bytes) = self.small(&path).await?
        {
            let size = bytes.len() as u64;
            return Ok(Some(Found { size, range: 0..size, content: Content::Whole(bytes) }));
        }
        let options = GetOptions { range: range.map(GetRange::Bounded), ..Default::default() };
        let object = match self.objects.get_opts(&path, options).await {
            Ok(object) => object,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let (size, range) = (object.meta.size, object.range.clone());
        // A stream goes to the disk for every 8 kB.
        if range.end - range.start <= AT_ONCE {
            return Ok(Some(Found { size, range, content: Content::Whole(object.bytes().await?) }));
        }
        let stream = object.into_stream().map(|chunk| chunk.map_err(std::io::Error::other));
        Ok(Some(Found { size, range, content: Content::InPieces(Box::pin(stream)) }))
    }

    /// An object that is small, read in one visit to the disk. `None` where it is larger, or not there.
    async fn small(&self, key: &Path) -> anyhow::Result<Option<Bytes>> {
        let path = self.folder.join(key.as_ref());
        let read = move || -> std::io::Result<Option<Bytes>> {
            let mut file = match std::fs::File::open(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
                file => file?,
            };
            let size = file.metadata()?;
            if !size.is_file() || size.len() > AT_ONCE {
                return Ok(None);
            }
            let mut bytes = Vec::with_capacity(size.len() as usize);
            file.read_to_end(&mut bytes)?;
            Ok(Some(bytes.into()))
        };
        tokio::task::spawn_blocking(read).await?.with_context(|| format!("reading {key}"))
    }

    /// Deleting what is not there is fine.
    pub async fn delete(&self, key: &str) -> anyhow::Result<()> {
        match self.objects.delete(&Path::parse(key)?).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error).with_context(|| format!("deleting {key}")),
        }
    }

    /// Puts an object there that [`Self::check`] looks for. The error is a sentence to the operator.
    pub async fn prepare(&self) -> anyhow::Result<()> {
        self.put(MARKER, "ok").await.context("The storage takes no files")
    }

    /// Whether the storage still has what was put there.
    pub async fn check(&self) -> anyhow::Result<()> {
        self.read(MARKER).await.map(drop)
    }

    /// Removes what writes left behind that were cut off: parts of objects, and files of requests, older than `age`.
    pub async fn remove_leftovers(&self, now: SystemTime, age: Duration) -> anyhow::Result<usize> {
        let (folder, scratch) = (self.folder.clone(), self.scratch.clone());
        tokio::task::spawn_blocking(move || {
            // The local store writes an object beside its place as `name#1` and then moves it there.
            let parts = remove_old_files(&folder, now, age, &|name| name.contains('#'))?;
            Ok(parts + remove_old_files(&scratch, now, age, &|_| true)?)
        })
        .await?
    }
}

fn remove_old_files(
    folder: &FilePath,
    now: SystemTime,
    age: Duration,
    which: &dyn Fn(&str) -> bool,
) -> anyhow::Result<usize> {
    let mut removed = 0;
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        entries => entries?,
    };
    for entry in entries {
        // What vanishes meanwhile needs no removing.
        let Ok(entry) = entry else { continue };
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            removed += remove_old_files(&entry.path(), now, age, which)?;
            continue;
        }
        let Ok(changed) = entry.metadata().and_then(|metadata| metadata.modified()) else { continue };
        let old = now.duration_since(changed).is_ok_and(|passed| passed >= age);
        if old && which(&entry.file_name().to_string_lossy()) && std::fs::remove_file(entry.path()).is_ok() {
            removed += 1;
        }
    }
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::{Content, Found, Storage};
    use crate::config::Config;

    fn whole(found: Found) -> Vec<u8> {
        match found.content {
            Content::Whole(bytes) => bytes.to_vec(),
            Content::InPieces(_) => panic!("so little comes at once"),
        }
    }

    #[tokio::test]
    async fn an_object_is_kept_sent_in_parts_and_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        let storage = Storage::open(&config).expect("a storage");
        storage.put("public/1/a.jpg", "0123456789").await.expect("stored");
        storage.copy("public/1/a.jpg", "public/1/b.jpg").await.expect("copied");

        let part = storage.get("public/1/b.jpg", Some(4..100)).await.expect("fine").expect("there");
        assert_eq!((part.size, part.range.clone()), (10, 4..10));
        assert_eq!(whole(part), b"456789");
        let all = storage.get("public/1/b.jpg", None).await.expect("fine").expect("there");
        assert_eq!((all.size, whole(all)), (10, b"0123456789".to_vec()));

        let beyond = storage.get("public/1/b.jpg", Some(50..60)).await.expect("fine").expect("there");
        assert_eq!(beyond.range, 0..10);
        assert!(storage.get("public/../../etc/passwd", None).await.expect("fine").is_none());

        storage.delete("public/1/b.jpg").await.expect("deleted");
        storage.delete("public/1/b.jpg").await.expect("deleting twice is fine");
        assert!(storage.get("public/1/b.jpg", None).await.expect("fine").is_none());
    }

    #[tokio::test]
    async fn what_a_killed_write_left_is_removed() {
        let folder = tempfile::tempdir().expect("a folder");
        let config = Config { data_dir: folder.path().to_owned(), ..Config::default() };
        let storage = Storage::open(&config).expect("a storage");
        storage.put("public/1/a.jpg", "whole").await.expect("stored");
        std::fs::write(folder.path().join("media/public/1/b.jpg#1"), "ha").expect("a part");
        std::fs::write(folder.path().join("tmp/upload"), "ha").expect("a part");

        #[expect(clippy::disallowed_methods, reason = "files carry the real time")]
        let now = SystemTime::now();
        let hour = Duration::from_secs(3600);
        assert_eq!(storage.remove_leftovers(now, hour).await.expect("fine"), 0);
        assert_eq!(storage.remove_leftovers(now + hour * 2, hour).await.expect("fine"), 2);
        assert!(storage.get("public/1/a.jpg", None).await.expect("fine").is_some());
    }
}
