//! What holds for the program or the house as a whole.

mod house;
