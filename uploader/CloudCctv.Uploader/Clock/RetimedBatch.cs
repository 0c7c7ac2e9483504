using CloudCctv.Contracts.Batches;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Spool.Zip;
using Microsoft.Win32.SafeHandles;

namespace CloudCctv.Uploader.Clock;

/// <summary>Copies a sealed batch with other times in it; the pictures stay as they are.</summary>
internal static class RetimedBatch
{
    /// <exception cref="IOException">The disk is full or gone, or the batch is not whole.</exception>
    public static void Write(string from, string to, BatchName target, TimeSpan shift)
    {
        using var source = File.OpenHandle(from);
        var (entries, end) = StoredZipScanner.Scan(source);
        if (entries.Count == 0 || entries[^1].Entry.Name != BatchManifest.EntryName)
        {
            throw new IOException($"{Path.GetFileName(from)} is not whole.");
        }

        using var file = File.OpenHandle(to, FileMode.Create, FileAccess.Write);
        var zip = new StoredZipWriter(file, [], 0);
        var frames = new Dictionary<string, FrameRecord>(StringComparer.Ordinal);
        for (var i = 0; i < entries.Count; i++)
        {
            var (entry, record) = entries[i];
            using var content = Content(source, entry, i + 1 < entries.Count ? entries[i + 1].Entry.Offset : end);
            if (entry.Name == BatchManifest.EntryName)
            {
                var manifest = Manifest(content.Span, target, shift, frames);
                zip.Add(entry.Name, manifest.Frames[^1].Time, ManifestSerializer.Write(manifest));
            }
            else if (ManifestSerializer.TryReadFrame(record) is { } frame)
            {
                var moved = frames[frame.Name] = Moved(frame, shift);
                zip.Add(moved.Name, moved.Time, content.Memory, ManifestSerializer.WriteFrame(moved));
            }
        }

        zip.Finish();
        RandomAccess.FlushToDisk(file);
    }

    private static BatchManifest Manifest(ReadOnlySpan<byte> utf8, BatchName target, TimeSpan shift, Dictionary<string, FrameRecord> frames)
    {
        var old = new EventName(target.Event.Site, target.Event.Camera, target.Event.Start - shift, target.Event.Id);
        var manifest = ManifestSerializer.Read(utf8, new BatchName(old, target.Part));
        return manifest with
        {
            EventStart = target.Event.Start,
            Continues = Moved(manifest.Continues, shift),
            Frames = [.. manifest.Frames.Select(frame => frames[frame.Name])],
            Clock = BatchManifest.ClockCorrected,
        };
    }

    // The event with which it all began is of the same timeline, and is given the right time too.
    private static string? Moved(string? continues, TimeSpan shift) => EventName.TryParse(continues, out var first)
        ? new EventName(first.Site, first.Camera, first.Start + shift, first.Id).ToString()
        : continues;

    private static FrameRecord Moved(FrameRecord frame, TimeSpan shift) => FrameName.TryParse(frame.Name, out var name)
        ? frame with { Name = new FrameName(name.Number, frame.Time + shift).ToString(), Time = frame.Time + shift }
        : throw new IOException($"A frame has the name '{frame.Name}'.");

    // Entries lie one behind the other, and content is the last of each.
    private static PooledBytes Content(SafeFileHandle file, StoredEntry entry, long end)
    {
        var content = PooledBytes.Rent((int)entry.Bytes);
        var read = 0;
        while (read < content.Length && RandomAccess.Read(file, content.Span[read..], end - entry.Bytes + read) is > 0 and var more)
        {
            read += more;
        }

        return content;
    }
}
