//! Long explanations of the codes.
