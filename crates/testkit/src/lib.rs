//! What tests share: given/when/then, a server in the process, a disk that fails.
