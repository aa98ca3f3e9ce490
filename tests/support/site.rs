//! Somebody else's website, on a port of this machine.

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, Mutex},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

/// What the site answers at one path.
#[derive(Clone)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(&'static str, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn html(body: impl Into<Vec<u8>>) -> Self {
        Self { status: 200, headers: vec![("content-type", "text/html; charset=utf-8".to_owned())], body: body.into() }
    }

    pub fn leads_to(url: &str) -> Self {
        Self { status: 302, headers: vec![("location", url.to_owned())], body: Vec::new() }
    }
}

/// Listens until it is dropped. What is asked of it is written down.
#[derive(Clone)]
pub struct Site {
    pub address: SocketAddr,
    pages: Arc<Mutex<HashMap<String, Reply>>>,
    asked: Arc<Mutex<Vec<String>>>,
    _stop: Arc<tokio_util::sync::DropGuard>,
}

impl Site {
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let stop = tokio_util::sync::CancellationToken::new();
        let site = Self {
            address: listener.local_addr().expect("an address"),
            pages: Arc::default(),
            asked: Arc::default(),
            _stop: Arc::new(stop.clone().drop_guard()),
        };
        let (pages, asked) = (site.pages.clone(), site.asked.clone());
        tokio::spawn(async move {
            loop {
                let stream = tokio::select! {
                    () = stop.cancelled() => return,
                    accepted = listener.accept() => accepted.expect("a connection").0,
                };
                tokio::spawn(answer(stream, pages.clone(), asked.clone()));
            }
        });
        site
    }

    /// From now on the site says this at `path`.
    pub fn says(&self, path: &str, reply: Reply) {
        self.pages.lock().expect("the pages").insert(path.to_owned(), reply);
    }

    /// The heads of all requests, with their headers in lower case.
    pub fn was_asked(&self) -> Vec<String> {
        self.asked.lock().expect("what was asked").clone()
    }
}

async fn answer(mut stream: TcpStream, pages: Arc<Mutex<HashMap<String, Reply>>>, asked: Arc<Mutex<Vec<String>>>) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return,
        }
    }
    let head = String::from_utf8_lossy(&head).to_lowercase();
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    asked.lock().expect("what was asked").push(head);

    let page = pages.lock().expect("the pages").get(&path).cloned();
    let reply = page.unwrap_or(Reply { status: 404, headers: Vec::new(), body: Vec::new() });
    let headers: String = reply.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let length = reply.body.len();
    let head = format!("HTTP/1.1 {} x\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n", reply.status);
    // Whoever has read enough may hang up.
    let _ = stream.write_all(head.as_bytes()).await;
    let _ = stream.write_all(&reply.body).await;
    let _ = stream.shutdown().await;
}
