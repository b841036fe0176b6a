//! What the process asks of the kernel, in order: no answer to a command leaves before the sync of the frame that holds
//! its events has returned, and that sync began after the frame was written.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::load::World;
use super::served::{Served, serve};

/// A system call, from the line on which it began to the line on which it returned.
#[derive(Debug)]
struct Call {
    name: String,
    /// The descriptor with what it is, then the other arguments.
    arguments: String,
    began: usize,
    returned: Option<usize>,
}

impl Call {
    /// The bytes that were written, as far as strace shows them.
    fn bytes(&self) -> Vec<u8> {
        unhex(self.arguments.split('"').nth(1).unwrap_or_default())
    }

    /// The descriptor and, in hex, what it is.
    fn descriptor(&self) -> &str {
        self.arguments.split(['>', ',', ')']).next().unwrap_or_default()
    }

    fn is_on_segment(&self, of: &str) -> bool {
        let path = String::from_utf8(unhex(self.descriptor())).unwrap_or_default();
        path.contains(of) && Path::new(&path).extension().is_some_and(|extension| extension == "seg")
    }
}

/// What strace shows as `\x41\x42`.
fn unhex(shown: &str) -> Vec<u8> {
    shown.split("\\x").skip(1).map(|hex| u8::from_str_radix(&hex[..2], 16).unwrap()).collect()
}

/// Puts the two halves of interrupted lines together.
fn calls(trace: &str) -> Vec<Call> {
    let (mut calls, mut open) = (Vec::<Call>::new(), BTreeMap::<(String, String), usize>::new());
    for (line, text) in trace.lines().enumerate() {
        let mut words = text.split_whitespace();
        let (Some(thread), Some(_time)) = (words.next(), words.next()) else { continue };
        let rest = words.collect::<Vec<_>>().join(" ");
        if let Some(resumed) = rest.strip_prefix("<... ") {
            let name = resumed.split_whitespace().next().unwrap().to_owned();
            if let Some(call) = open.remove(&(thread.to_owned(), name)) {
                calls[call].returned = (!rest.contains("= -1")).then_some(line);
            }
            continue;
        }
        let Some((name, arguments)) = rest.split_once('(') else { continue };
        let is_unfinished = rest.ends_with("<unfinished ...>");
        if is_unfinished {
            open.insert((thread.to_owned(), name.to_owned()), calls.len());
        }
        let returned = (!is_unfinished && !rest.contains("= -1")).then_some(line);
        calls.push(Call { name: name.to_owned(), arguments: arguments.to_owned(), began: line, returned });
    }
    calls
}

/// A frame on a segment: its events, and the line on which its sync had returned.
struct Frame {
    first: u64,
    end: u64,
    synced: usize,
}

/// The frames of the logs whose paths contain `of`.
fn frames(calls: &[Call], of: &str) -> Vec<Frame> {
    let is_frame =
        |call: &&Call| call.name == "pwrite64" && call.is_on_segment(of) && call.bytes().starts_with(b"TRF1");
    let frames = calls.iter().filter(is_frame).filter_map(|write| {
        let bytes = write.bytes();
        let first = u64::from_le_bytes(bytes[8..16].try_into().unwrap());
        let end = first + u64::from(u32::from_le_bytes(bytes[24..28].try_into().unwrap()));
        let synced = calls.iter().find(|call| {
            call.name == "fdatasync"
                && call.descriptor() == write.descriptor()
                && write.returned.is_some_and(|line| call.began > line)
        })?;
        Some(Frame { first, end, synced: synced.returned? })
    });
    frames.collect()
}

fn has_strace() -> bool {
    Command::new("strace").arg("-V").output().is_ok_and(|ended| ended.status.success())
}

fn traced(data: &Path, trace: &Path) -> Served {
    let mut command = Command::new("strace");
    command.args([
        "-f",
        "-ttt",
        "-yy",
        "-xx",
        "-s",
        "1024",
        "-e",
        "trace=pwrite64,fdatasync,write,writev,sendto,sendmsg",
    ]);
    let tresse = testkit::binary::tresse();
    for (name, value) in tresse.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command.current_dir(tresse.get_current_dir().unwrap());
    serve(command.arg("-o").arg(trace).arg(tresse.get_program()), data);
    Served::start(command, data)
}

#[test]
fn no_answer_to_a_command_leaves_before_its_frame_is_synced() {
    if !has_strace() {
        return testkit::skipped("strace is not installed");
    }
    let temporary = tempfile::tempdir().unwrap();
    let (data, trace) = (temporary.path().join("data"), temporary.path().join("trace"));
    let mut served = traced(&data, &trace);
    let mut world = World::begin(&data, &served);
    let (stop, address) = (AtomicBool::new(false), served.address);
    let sent = std::thread::scope(|scope| {
        let acting = scope.spawn(|| world.act(address, &stop));
        std::thread::sleep(Duration::from_millis(1_500));
        stop.store(true, Ordering::Relaxed);
        acting.join().unwrap()
    });
    // strace passes no signal on, but the one that serves is its only child.
    let children = std::fs::read_to_string(format!("/proc/{0}/task/{0}/children", served.pid)).unwrap();
    served.pid = children.trim().parse().unwrap();
    served.terminate();
    served.ended();

    let calls = calls(&std::fs::read_to_string(&trace).unwrap());
    let (frames, server_frames) = (frames(&calls, "/networks/"), frames(&calls, "/server/"));
    let (mut commands, mut orders) = (0, 0);
    for call in calls.iter().filter(|call| matches!(call.name.as_str(), "write" | "writev" | "sendto" | "sendmsg")) {
        let bytes = call.bytes();
        let text = String::from_utf8_lossy(&bytes);
        if !text.starts_with("HTTP/1.1 20") {
            continue;
        }
        let head = text.lines().find_map(|line| line.strip_prefix("tresse-position: "));
        if let Some(head) = head.map(|head| head.parse::<u64>().unwrap()) {
            commands += 1;
            let is_synced = |frame: &Frame| frame.first < head && head <= frame.end && frame.synced < call.began;
            assert!(frames.iter().any(is_synced), "answered before its sync: {head} on line {}", call.began);
        } else {
            orders += 1;
            let synced = server_frames.iter().filter(|frame| frame.synced < call.began).count();
            assert!(synced > orders, "answered before its sync: order {orders} on line {}", call.began);
        }
    }
    println!("{commands} commands and {orders} orders answered, {} frames, {} calls", frames.len(), calls.len());
    let acknowledged = sent.iter().filter(|sent| sent.acknowledged().is_some()).count();
    assert!(commands >= acknowledged && acknowledged > 20, "the trace shows every answer");
    assert!(orders > 8, "the trace shows every answer");
}
