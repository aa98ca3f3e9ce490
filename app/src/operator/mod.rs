//! What the operator of the hub sees and does, over all communities.

pub mod web;
