using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Storage.Folders;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using CloudCctv.Uploader.Spool.Zip;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Benchmarks.Scale;

/// <summary>
/// The spool against the bare disk: the same files, written in the same pieces, synced as often and renamed, without hashes,
/// records, manifests or anything else of ours. And the spool with a long backlog against one with a short one.
/// </summary>
internal static class SpoolRows
{
    private const int FramesPerEvent = 60;
    private const int FrameBytes = 150_000;
    private const int Rounds = 40;
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    public static Task<IReadOnlyList<BenchRow>> RunAsync(Action<string> progress, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            progress("spool against bare writes and fsyncs");
            var pictures = Pictures();
            using var ours = new TempFolder();
            using var bare = new TempFolder();
            using var spool = new SpoolFolder(ours.Path);
            spool.Room = new SpoolRoom(spool, new SpoolOptions(), () => null, NullLogger.Instance);
            WriteEvent(spool, pictures);
            var (bytes, pieces) = (spool.Bytes, spool.Waiting().Select(batch => PiecesOf(spool, batch)).ToList());
            var least = Timing.LeastMilliseconds(Rounds, () => WriteEvent(spool, pictures), () => WriteBare(bare.Path, pieces, pictures));
            progress("a backlog of 10 000 batches against one of 20");
            var (shorter, longer) = (Backlog(20), Backlog(10_000));
            IReadOnlyList<BenchRow> rows =
            [
                new BenchRow(
                    "spool-write-vs-fsync-floor", least[1] / least[0], "×", 0.8,
                    $"{bytes / 1e6 / least[0] * 1000:0} MB/s sealed, bare {bytes / 1e6 / least[1] * 1000:0} MB/s; least of {Rounds} rounds of {FramesPerEvent} frames of {FrameBytes / 1000} kB") { AtLeast = true },
                new BenchRow("spool-next-ms-backlog-10000", longer, "ms", null, $"what waits, after each delivery; with 20 batches {shorter:0.####} ms"),
            ];
            return rows;
        },
        cancellationToken);

    // What is there goes first, and so it does in the bare twin.
    private static void WriteEvent(SpoolFolder spool, byte[][] pictures)
    {
        foreach (var batch in spool.Waiting())
        {
            spool.Delivered(batch);
        }

        using var spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions(), new Random(1), NullLogger.Instance);
        spooler.Confirm([.. Enumerable.Range(0, 5).Select(i => Frame(i, pictures))], continues: false);
        for (var i = 5; i < FramesPerEvent; i++)
        {
            spooler.Add(Frame(i, pictures));
        }

        spooler.End();
    }

    // One piece per frame; then manifest; then directory. Synced at each frame that is a second after the last one that was.
    private static List<(int Bytes, bool Sync)> PiecesOf(SpoolFolder spool, BatchName batch)
    {
        using var file = spool.OpenRead(batch);
        var (entries, end) = StoredZipScanner.Scan(file.SafeFileHandle);
        var ends = entries.Skip(1).Select(entry => (long)entry.Entry.Offset).Append(end).Append(file.Length);
        var pieces = ends.Zip(entries.Select(entry => (long)entry.Entry.Offset).Append(end), (to, from) => (int)(to - from)).ToList();
        return [.. pieces.Select((bytes, i) => (bytes, i < entries.Count - 1 && i % 5 == 0))];
    }

    private static void WriteBare(string folder, List<List<(int Bytes, bool Sync)>> files, byte[][] pictures)
    {
        foreach (var file in Directory.GetFiles(folder))
        {
            File.Delete(file);
        }

        var tail = new byte[FrameBytes];
        var frames = 0;
        for (var number = 0; number < files.Count; number++)
        {
            var part = Path.Combine(folder, $"{number}.part");
            using (var file = File.OpenHandle(part, FileMode.CreateNew, FileAccess.Write))
            {
                FolderSync.Sync(folder);
                long position = 0;
                foreach (var (bytes, sync) in files[number])
                {
                    // It is handed the same frames. What a piece has beside the picture is written with it.
                    using var frame = bytes > FrameBytes ? Frame(frames++, pictures) : null;
                    ReadOnlyMemory<byte>[] piece = [frame?.Jpeg.Memory ?? ReadOnlyMemory<byte>.Empty, tail.AsMemory(0, bytes - (frame is null ? 0 : FrameBytes))];
                    RandomAccess.Write(file, piece, position);
                    position += bytes;
                    if (sync)
                    {
                        RandomAccess.FlushToDisk(file);
                    }
                }

                RandomAccess.FlushToDisk(file);
            }

            File.Move(part, Path.Combine(folder, $"{number}.zip"));
            FolderSync.Sync(folder);
        }
    }

    /// <returns>Milliseconds, least of many, to learn what waits after a batch has left.</returns>
    private static double Backlog(int batches)
    {
        using var folder = new TempFolder();
        for (var i = 0; i < batches; i++)
        {
            var name = new BatchName(new EventName("farm", "gate", Start.AddSeconds(i), $"{i:D8}"), 1);
            File.WriteAllBytes(Path.Combine(folder.Path, name.ToString().Replace('/', '~')), []);
        }

        using var spool = new SpoolFolder(folder.Path);
        return Timing.LeastMilliseconds(15, () =>
        {
            spool.Delivered(spool.Waiting()[0]);
            _ = spool.Waiting()[0];
        })[0];
    }

    private static byte[][] Pictures()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, 8).Select(_ =>
        {
            var picture = new byte[FrameBytes];
            random.NextBytes(picture);
            return picture;
        })];
    }

    private static KeptFrame Frame(int number, byte[][] pictures)
    {
        var data = PooledBytes.Rent(FrameBytes);
        pictures[number % pictures.Length].CopyTo(data.Span);
        return new KeptFrame(data, Start.AddMilliseconds(200 * number), new MotionResult(GateState.Watching, 0.1, new Box(0, 0, 1, 1), []));
    }
}
