//! How many threads a run has, and the room in their heaps.

use std::env;
use std::hint::black_box;
use std::thread;

use anyhow::anyhow;

/// The most threads a run makes. Each takes some 100 MB of addresses, of which
/// there may be few, and a document of sixteen sheets gains little from more.
const THREADS: usize = 8;
/// Room in the heap of every thread, in bytes.
const ROOM: usize = 16 << 20;

/// As many threads as the machine runs at once or `RAYON_NUM_THREADS` names, but
/// no more than eight.
///
/// # Errors
/// The system refuses them.
pub fn limit() -> anyhow::Result<()> {
    let named = env::var("RAYON_NUM_THREADS").ok().and_then(|number| number.parse().ok());
    let threads =
        named.filter(|&number| number > 0).unwrap_or_else(|| thread::available_parallelism().map_or(1, usize::from));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.min(THREADS));
    let refused = "sistem menolak menjalankan program ini di beberapa inti; tutup program lain, lalu ulangi";
    pool.build_global().map_err(|_| anyhow!(refused))
}

/// Makes room in the heap of every thread. glibc grows such a heap by a few pages
/// at a time, two thousand times in a build, and each time the other threads
/// wait. A block that is taken and given back leaves its room to those that
/// follow; nothing touches it, so that it costs no memory. From then on glibc
/// gives less back to the system, which is of no matter to a short process.
pub fn make_room() {
    let take_and_give_back = |size| {
        let mut block = Vec::<u8>::new();
        // Where memory is limited, it goes without.
        _ = block.try_reserve_exact(size);
        drop(black_box(block));
    };
    // Until a larger block was given back, one of this size has a place of its own.
    take_and_give_back(ROOM + ROOM / 2);
    rayon::broadcast(|_| take_and_give_back(ROOM));
}
