//! Three numbers: a place, a direction, or a colour in linear light.

use std::ops::{Add, AddAssign, Mul, Neg, Sub};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct V(pub(crate) f32, pub(crate) f32, pub(crate) f32);

impl V {
    pub(crate) fn all(value: f32) -> Self {
        Self(value, value, value)
    }

    pub(crate) fn dot(self, other: Self) -> f32 {
        self.0 * other.0 + self.1 * other.1 + self.2 * other.2
    }

    pub(crate) fn length(self) -> f32 {
        self.dot(self).sqrt()
    }

    pub(crate) fn unit(self) -> Self {
        self * (1.0 / self.length().max(1e-9))
    }

    pub(crate) fn cross(self, other: Self) -> Self {
        Self(
            self.1 * other.2 - self.2 * other.1,
            self.2 * other.0 - self.0 * other.2,
            self.0 * other.1 - self.1 * other.0,
        )
    }

    /// Towards `other`, by `share` of the way.
    pub(crate) fn mix(self, other: Self, share: f32) -> Self {
        self * (1.0 - share) + other * share
    }

    pub(crate) fn map(self, change: impl Fn(f32) -> f32) -> Self {
        Self(change(self.0), change(self.1), change(self.2))
    }

    pub(crate) fn brightness(self) -> f32 {
        self.dot(Self(0.2126, 0.7152, 0.0722))
    }

    /// Thrown back by a surface that faces `normal`.
    pub(crate) fn reflected(self, normal: Self) -> Self {
        self - normal * (2.0 * self.dot(normal))
    }
}

impl Add for V {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0, self.1 + other.1, self.2 + other.2)
    }
}

impl AddAssign for V {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for V {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0, self.1 - other.1, self.2 - other.2)
    }
}

impl Mul<f32> for V {
    type Output = Self;

    fn mul(self, by: f32) -> Self {
        Self(self.0 * by, self.1 * by, self.2 * by)
    }
}

impl Mul for V {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self(self.0 * other.0, self.1 * other.1, self.2 * other.2)
    }
}

impl Neg for V {
    type Output = Self;

    fn neg(self) -> Self {
        self * -1.0
    }
}
