using System.Security.Cryptography;
using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Spool.Zip;
using Microsoft.Win32.SafeHandles;

namespace CloudCctv.Uploader.Spool;

/// <summary>A batch while it is written. Not thread-safe.</summary>
public sealed class PartFile : IDisposable
{
    // What header, record, directory and manifest take for each frame, rounded up.
    private const int BytesBesideJpeg = 1024;

    // As long as every other.
    private static readonly string NoHash = new('0', 2 * SHA256.HashSizeInBytes);

    private static readonly TimeSpan SyncInterval = TimeSpan.FromSeconds(1);

    private readonly SpoolFolder spool;
    private readonly string device;
    private readonly BatchName batch;
    private readonly SafeFileHandle file;
    private readonly StoredZipWriter zip;
    private readonly List<FrameRecord> frames = [];
    private DateTimeOffset syncedTo = DateTimeOffset.MinValue;
    private Task syncing = Task.CompletedTask;

    /// <exception cref="IOException">The disk is full or read-only, or the batch exists.</exception>
    public PartFile(SpoolFolder spool, string device, BatchName batch)
    {
        this.spool = spool;
        this.device = device;
        this.batch = batch;
        file = File.OpenHandle(spool.PartFileOf(batch), FileMode.CreateNew, FileAccess.Write);
        CrashPoint.Reach(SpoolSteps.PartCreated);
        zip = new StoredZipWriter(file, [], 0);
        try
        {
            spool.SyncNames();
        }
        catch
        {
            // Another try must find the name free.
            file.Dispose();
            SpoolFiles.TryDelete(spool.PartFileOf(batch));
            throw;
        }

        CrashPoint.Reach(SpoolSteps.PartNamed);
    }

    private PartFile(SpoolFolder spool, string device, BatchName batch, SafeFileHandle file, StoredZipWriter zip, List<FrameRecord> frames)
    {
        this.spool = spool;
        this.device = device;
        this.batch = batch;
        this.file = file;
        this.zip = zip;
        this.frames = frames;
    }

    /// <summary>The event with which all began, if this one continues another.</summary>
    public EventName? Continues { get; init; }

    public int Frames => frames.Count;

    /// <summary>Length so far.</summary>
    public long Bytes => zip.Position;

    /// <summary>What a frame will take, sealing included, at most.</summary>
    public static long RoomFor(KeptFrame frame) => frame.Jpeg.Length + BytesBesideJpeg;

    /// <summary>
    /// Goes on with a file that a power cut left behind, from its last whole frame.
    /// </summary>
    /// <returns>Null if it holds no whole frame.</returns>
    public static PartFile? Reopen(SpoolFolder spool, string device, BatchName batch)
    {
        if (!File.Exists(spool.PartFileOf(batch)))
        {
            return null;
        }

        var file = File.OpenHandle(spool.PartFileOf(batch), FileMode.Open, FileAccess.ReadWrite);
        var (found, end) = StoredZipScanner.Scan(file);
        // Frames only: a manifest that was being written is written again.
        var whole = found.TakeWhile(entry => ManifestSerializer.TryReadFrame(entry.Record) is not null).ToList();
        if (whole.Count == 0)
        {
            file.Dispose();
            return null;
        }

        end = found.Count > whole.Count ? found[whole.Count].Entry.Offset : end;
        var zip = new StoredZipWriter(file, whole.Select(entry => entry.Entry), end);
        return new PartFile(spool, device, batch, file, zip, [.. whole.Select(entry => ManifestSerializer.TryReadFrame(entry.Record)!)]);
    }

    /// <summary>
    /// Adds a frame: when this returns, it survives the death of this process; and a power cut once the sync that begins with
    /// the first frame of each second has ended. To sync each single frame would wear out the memory cards that devices live on.
    /// </summary>
    /// <param name="number">Of the frame in its event, from 1.</param>
    /// <param name="frame">Stays the caller's.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public void Add(int number, KeptFrame frame)
    {
        var record = new FrameRecord
        {
            Name = new FrameName(number, frame.Time).ToString(),
            Time = frame.Time,
            MotionScore = Math.Round(frame.Motion.Score, 5),
            MotionBox = frame.Motion.Box,
            Zones = frame.Motion.Zones,
            Sharpness = frame.Sharpness > 0 ? Math.Round(frame.Sharpness, 1) : null,
            Moment = frame.Moment,
            Changes = frame.Changes,
            Sha256 = NoHash,
            Bytes = frame.Jpeg.Length,
        };
        CrashPoint.Reach(SpoolSteps.FrameComes);
        record = WriteEntry(record, frame);
        CrashPoint.Reach(SpoolSteps.FrameWritten);
        frames.Add(record);
        FrameJournal.Accepted(batch, record);
        spool.Grew(batch, zip.Position + ((long)frames.Count * BytesBesideJpeg));
        if (frame.Time - syncedTo >= SyncInterval || frame.Time < syncedTo)
        {
            BeginSync();
            syncedTo = frame.Time;
        }
    }

    /// <summary>Makes it a batch: manifest, directory, fsync, name, fsync of the folder. After this it survives a power cut.</summary>
    /// <exception cref="IOException">The disk is full or gone; the part stays and is finished at the next start.</exception>
    public void Seal()
    {
        var manifest = new BatchManifest
        {
            Version = BatchManifest.CurrentVersion,
            Device = device,
            Site = batch.Event.Site,
            Camera = batch.Event.Camera,
            Event = batch.Event.Id,
            EventStart = batch.Event.Start,
            Part = batch.Part,
            Continues = Continues?.ToString(),
            Frames = frames,
            Clock = spool.IsEstimated(batch.Event.Start) ? BatchManifest.ClockEstimated : null,
        };
        zip.Add(BatchManifest.EntryName, frames[^1].Time, ManifestSerializer.Write(manifest));
        CrashPoint.Reach(SpoolSteps.ManifestWritten);
        zip.Finish();
        CrashPoint.Reach(SpoolSteps.DirectoryWritten);
        EndSync();
        RandomAccess.FlushToDisk(file);
        file.Dispose();
        CrashPoint.Reach(SpoolSteps.Synced);
        spool.Seal(batch);
    }

    /// <summary>Removes the file.</summary>
    public void Discard()
    {
        file.Dispose();
        File.Delete(spool.PartFileOf(batch));
        spool.Grew(batch, 0);
    }

    /// <summary>Closes the file. What was not sealed stays as a part.</summary>
    public void Dispose() => file.Dispose();

    // Beside the filming, which a slow memory card would hold up. The next sync waits for it: the disk reports a fault once,
    // to whoever syncs, and it must not be lost.
    private void BeginSync()
    {
        EndSync();
        syncing = Task.Run(() =>
        {
            RandomAccess.FlushToDisk(file);
            CrashPoint.Reach(SpoolSteps.FrameSynced);
        });
    }

    private void EndSync()
    {
        var before = syncing;
        syncing = Task.CompletedTask;
        before.GetAwaiter().GetResult();
    }

    // The hash takes as long as the disk's cache does; so another core does it meanwhile, if one is free.
    private FrameRecord WriteEntry(FrameRecord record, KeptFrame frame)
    {
        var hash = Task.Run(() => Convert.ToHexStringLower(SHA256.HashData(frame.Jpeg.Span)));
        try
        {
            zip.Add(record.Name, record.Time, frame.Jpeg.Memory, ManifestSerializer.WriteFrame(record).Length, () =>
            {
                CrashPoint.Reach(SpoolSteps.FrameWithoutHeader);
                record = record with { Sha256 = hash.GetAwaiter().GetResult() };
                return ManifestSerializer.WriteFrame(record);
            });
            return record;
        }
        catch (IOException)
        {
            // A full disk took the beginning of it: that room is given back, there is little enough.
            TryCutTo(zip.Position);
            throw;
        }
        finally
        {
            // Nobody may still read the frame when its owner has it back.
            hash.Wait();
        }
    }

    private void TryCutTo(long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next frame, or the seal, writes over it.
        }
    }
}
