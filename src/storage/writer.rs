//! SQLite's one writer: a thread that takes queued commands, runs each in its own savepoint, and commits as many as
//! are waiting in one transaction. One `fsync` then makes all of them durable; only then is any acknowledged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use tokio::sync::oneshot;

use super::conn::Conn;
use super::error::StorageError;
use super::tx::Tx;

/// The most commands one commit carries: a bound on how long the first of them waits.
const MOST_IN_A_GROUP: usize = 256;

/// Whether commands may share a commit. `Alone` exists for the benchmark that shows what sharing brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupCommit {
    Together,
    Alone,
}

/// The queue before the writer thread. Dropping it lets the thread finish what is queued and end.
#[derive(Debug)]
pub(super) struct Writer {
    queue: Option<Sender<Box<dyn QueuedWrite>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    pub(super) fn start(conn: Conn, group_commit: GroupCommit) -> std::io::Result<Self> {
        let (queue, commands) = channel();
        let thread = std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || Thread { conn, commands, group_commit }.run())?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Queues a command; the answer comes once it is durable, or once it has been undone.
    pub(super) fn submit<T, E, F>(&self, command: F) -> oneshot::Receiver<Result<T, E>>
    where
        T: Send + 'static,
        E: From<StorageError> + Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    {
        let (reply, answer) = oneshot::channel();
        let queued = Queued { command: Some(command), outcome: None, reply };
        let refused = match &self.queue {
            Some(queue) => queue.send(Box::new(queued)).err().map(|unsent| unsent.0),
            None => Some(Box::new(queued) as Box<dyn QueuedWrite>),
        };
        if let Some(queued) = refused {
            queued.acknowledge(Err("the writer has stopped".into()));
        }
        answer
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.queue = None;
        if let Some(thread) = self.thread.take() {
            // The last handle may be dropped by the writer itself, which cannot wait for its own end.
            if thread.thread().id() != std::thread::current().id() && thread.join().is_err() {
                tracing::error!("the SQLite writer ended by a panic");
            }
        }
    }
}

struct Thread {
    conn: Conn,
    commands: Receiver<Box<dyn QueuedWrite>>,
    group_commit: GroupCommit,
}

impl Thread {
    fn run(mut self) {
        while let Ok(first) = self.commands.recv() {
            self.run_group(first);
        }
    }

    fn run_group(&mut self, first: Box<dyn QueuedWrite>) {
        if let Err(error) = self.conn.begin() {
            return first.acknowledge(Err(error.to_string().into()));
        }
        let mut group = vec![first];
        let mut next = 0;
        while let Some(queued) = group.get_mut(next) {
            run_in_savepoint(&mut self.conn, queued.as_mut());
            next += 1;
            if self.group_commit == GroupCommit::Together
                && group.len() < MOST_IN_A_GROUP
                && let Ok(queued) = self.commands.try_recv()
            {
                group.push(queued);
            }
        }
        let committed = self.commit();
        for queued in group {
            queued.acknowledge(committed.clone());
        }
    }

    fn commit(&mut self) -> Result<(), Arc<str>> {
        self.conn.keep().map_err(|error| {
            tracing::error!(%error, "a group of writes could not be committed");
            if let Err(error) = self.conn.undo_to(0) {
                tracing::error!(%error, "nor rolled back");
            }
            Arc::from(error.to_string())
        })
    }
}

fn run_in_savepoint(conn: &mut Conn, queued: &mut dyn QueuedWrite) {
    if let Err(error) = conn.begin_savepoint() {
        return queued.fail(StorageError::from(error));
    }
    let ended = match queued.run(conn) {
        Keep::Yes => conn.keep(),
        Keep::No => conn.undo_to(1),
    };
    if let Err(error) = ended {
        queued.fail(StorageError::from(error));
    }
}

/// Whether what a command wrote stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    Yes,
    No,
}

/// A command in the queue, whatever it answers.
trait QueuedWrite: Send {
    /// Runs the command and keeps its outcome for later.
    fn run(&mut self, conn: &mut Conn) -> Keep;
    /// Replaces the outcome: the savepoint itself went wrong.
    fn fail(&mut self, error: StorageError);
    /// Sends the outcome, which counts only if the group was committed.
    fn acknowledge(self: Box<Self>, committed: Result<(), Arc<str>>);
}

struct Queued<F, T, E> {
    command: Option<F>,
    outcome: Option<Result<T, E>>,
    reply: oneshot::Sender<Result<T, E>>,
}

impl<F, T, E> QueuedWrite for Queued<F, T, E>
where
    T: Send,
    E: From<StorageError> + Send,
    F: FnOnce(&mut Tx<'_>) -> Result<T, E> + Send,
{
    fn run(&mut self, conn: &mut Conn) -> Keep {
        let Some(command) = self.command.take() else { return Keep::No };
        let outcome = run_command(conn, command);
        let keep = if outcome.is_ok() { Keep::Yes } else { Keep::No };
        self.outcome = Some(outcome);
        keep
    }

    fn fail(&mut self, error: StorageError) {
        self.outcome = Some(Err(error.into()));
    }

    fn acknowledge(self: Box<Self>, committed: Result<(), Arc<str>>) {
        let not_run = || Err(StorageError::Unavailable("the command was not run".into()).into());
        let answer = match (committed, self.outcome) {
            // A command that failed by itself says why, whatever became of the others.
            (_, Some(Err(error))) => Err(error),
            (Ok(()), outcome) => outcome.unwrap_or_else(not_run),
            (Err(reason), _) => Err(StorageError::Unavailable(reason.to_string()).into()),
        };
        // Whoever asked may have gone away; the write stands all the same.
        let _ = self.reply.send(answer);
    }
}

/// Runs a command, turning a panic into an error: a mistake in one command must not end the writer.
pub(super) fn run_command<T, E: From<StorageError>>(
    conn: &mut Conn,
    command: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    catch_unwind(AssertUnwindSafe(|| command(&mut Tx::new(conn)))).unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_else(|| "no message".to_owned());
        tracing::error!(panic = %message, "a command panicked");
        Err(StorageError::Panicked(message).into())
    })
}
