using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Faults;
using CloudCctv.Contracts.Names;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Zip;

namespace CloudCctv.Uploader.Clips.Sending;

/// <summary>Copies a clip into the spool as a batch of its own. Never holds more than a piece of it in memory.</summary>
internal static class ClipBatchFile
{
    // Headers, manifest and directory, rounded up.
    private const int BytesBesideClip = 4096;

    /// <summary>What it will take in the spool, at most.</summary>
    public static long RoomFor(long clipBytes) => clipBytes + BytesBesideClip;

    /// <summary>A crash leaves no batch, or a whole one; what is half-written is removed here or at the next start.</summary>
    /// <param name="spool">Where to.</param>
    /// <param name="device">Of this computer, for the manifest.</param>
    /// <param name="batch">The last of the event; the caller has claimed it and told the spool how much it will take.</param>
    /// <param name="clip">At its beginning.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public static void Write(SpoolFolder spool, string device, BatchName batch, Stream clip, CancellationToken cancellationToken)
    {
        var part = spool.PartFileOf(batch);
        try
        {
            WriteZip(part, batch, clip, record => ManifestOf(batch, device, record, spool.IsEstimated(batch.Event.Start)), cancellationToken);
            CrashPoint.Reach(SpoolSteps.ClipSynced);
            cancellationToken.ThrowIfCancellationRequested();
            spool.Seal(batch);
        }
        catch
        {
            SpoolFiles.TryDelete(part);
            spool.Grew(batch, 0);
            throw;
        }
    }

    private static void WriteZip(string path, BatchName batch, Stream clip, Func<ClipRecord, BatchManifest> manifest, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        CrashPoint.Reach(SpoolSteps.ClipCreated);
        var zip = new StoredZipWriter(file, [], 0);
        var begin = clip.Position;
        var sha256 = zip.Add(ClipRecord.EntryName, batch.Event.Start, clip, cancellationToken);
        CrashPoint.Reach(SpoolSteps.ClipCopied);
        zip.Add(BatchManifest.EntryName, batch.Event.Start, ManifestSerializer.Write(manifest(new ClipRecord { Sha256 = sha256, Bytes = clip.Position - begin })));
        zip.Finish();
        CrashPoint.Reach(SpoolSteps.ClipWritten);
        RandomAccess.FlushToDisk(file);
    }

    private static BatchManifest ManifestOf(BatchName batch, string device, ClipRecord record, bool isEstimated) => new()
    {
        Version = BatchManifest.CurrentVersion,
        Device = device,
        Site = batch.Event.Site,
        Camera = batch.Event.Camera,
        Event = batch.Event.Id,
        EventStart = batch.Event.Start,
        Part = batch.Part,
        Frames = [],
        Clip = record,
        Clock = isEstimated ? BatchManifest.ClockEstimated : null,
    };
}
