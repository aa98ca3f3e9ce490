//! Finding: a person by their handle, a post or a profile by its address wherever it is at home, people of the community
//! by their names.

mod resolve;
pub mod web;

pub use resolve::{Lost, handle_in, resolve};
