//! How it is measured: contestants take turns, round after round, so that whatever disturbs the machine disturbs all of
//! them; of the rounds the medians count.

use std::time::{Duration, Instant};

/// What was done in one turn.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    pub done: u64,
    pub wall: Duration,
    /// Processor time of the whole process: all threads, clients too.
    pub cpu: Duration,
}

impl Turn {
    /// Times something that tells how often it was done.
    pub fn of(run: impl FnOnce() -> u64) -> Self {
        let (cpu, began) = (cpu_time(), Instant::now());
        let done = run();
        Self { done, wall: began.elapsed(), cpu: cpu_time().saturating_sub(cpu) }
    }

    /// How often a second.
    pub fn rate(&self) -> f64 {
        number(self.done) / self.wall.as_secs_f64().max(1e-9)
    }

    fn cpu_us(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / number(self.done).max(1.0)
    }
}

/// All turns of one contestant, in order of the rounds.
#[derive(Debug, Clone, Default)]
pub struct Turns(pub Vec<Turn>);

impl Turns {
    /// The median of the rates.
    pub fn rate(&self) -> f64 {
        median(self.0.iter().map(Turn::rate).collect())
    }

    /// The median of the processor time that one took, in microseconds.
    pub fn cpu_us(&self) -> f64 {
        median(self.0.iter().map(Turn::cpu_us).collect())
    }

    /// The median of how many cores were busy.
    pub fn cores(&self) -> f64 {
        median(self.0.iter().map(|turn| turn.cpu.as_secs_f64() / turn.wall.as_secs_f64().max(1e-9)).collect())
    }

    /// The median of the ratios of the rounds.
    pub fn over(&self, floor: &Self) -> f64 {
        median(self.0.iter().zip(&floor.0).map(|(subject, floor)| subject.rate() / floor.rate()).collect())
    }
}

/// Lets contestants take turns, after one round that does not count. Every second round goes the other way round.
pub fn interleave<const N: usize>(rounds: usize, mut contestants: [&mut dyn FnMut() -> Turn; N]) -> [Turns; N] {
    let mut all: [Turns; N] = std::array::from_fn(|_| Turns::default());
    for round in 0..=rounds {
        let mut order: Vec<usize> = (0..N).collect();
        if round % 2 == 1 {
            order.reverse();
        }
        for nth in order {
            settle();
            let contestant: &mut dyn FnMut() -> Turn = &mut contestants[nth];
            let turn = contestant();
            if round > 0 {
                all[nth].0.push(turn);
            }
        }
    }
    all
}

/// Waits until this process rests: what one contestant left to be done (the index follows a log) is not the next one's.
/// Whether it did within some seconds; one that only waits for a processor is not resting, so it has to last.
pub fn settle() -> bool {
    let (deadline, mut resting) = (Instant::now() + Duration::from_secs(5), 0);
    while resting < 3 && Instant::now() < deadline {
        let before = cpu_time();
        std::thread::sleep(Duration::from_millis(100));
        let rests = cpu_time().saturating_sub(before) <= Duration::from_millis(10);
        resting = if rests { resting + 1 } else { 0 };
    }
    resting >= 3
}

/// The value in the middle.
pub fn median(values: Vec<f64>) -> f64 {
    percentile(values, 50)
}

/// The value that `percent` of a hundred do not exceed.
pub fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let nth = (values.len() * percent / 100).min(values.len().saturating_sub(1));
    values.get(nth).copied().unwrap_or(f64::NAN)
}

/// A count as a number to reckon with.
#[allow(clippy::cast_precision_loss, reason = "counts and bytes, far below 2^52")]
pub fn number(count: u64) -> f64 {
    count as f64
}

/// The processor time of this process so far: utime and stime of proc(5), in ticks of 10 ms.
fn cpu_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let after_name = stat.rsplit_once(')').unwrap().1;
    let ticks: u64 = after_name.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum();
    Duration::from_millis(ticks * 10)
}

/// The resident memory of this process in bytes.
pub fn resident() -> u64 {
    status("VmRSS:")
}

/// The most of it that there ever was.
pub fn resident_peak() -> u64 {
    status("VmHWM:")
}

fn status(name: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
    line.split_whitespace().next().unwrap().parse::<u64>().unwrap() * 1024
}

/// Numbers that look random and are the same in every run (xorshift64*, Vigna 2016).
#[derive(Debug)]
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn any(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// One of 0 to `n` - 1.
    pub fn below(&mut self, n: u64) -> u64 {
        self.any() % n
    }
}
