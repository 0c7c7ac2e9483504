using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Uploader.Clips.Sending;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Spool;
using CloudCctv.Uploader.Spool.Room;
using CloudCctv.Uploader.Tests.Clips.Sending;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Spool.Room;

/// <summary>
/// Three cameras over an hour with a link and many hours without, by a clock of its own, into a spool that is much too small.
/// Each single frame is held against <see cref="NaiveRoom"/>: what went for it, and whether it was kept.
/// </summary>
public sealed class OutageDay : IDisposable
{
    private const long MaximumBytes = 1_000_000;
    private static readonly string[] Cameras = ["gate", "yard", "shed"];

    private readonly Random random;
    private readonly string folder;
    private readonly SpoolFolder spool;
    private readonly ClipSender sender;
    private readonly Dictionary<string, EventSpooler> spoolers = [];
    private readonly List<BatchName> givenUp = [];
    private DateTimeOffset now = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">Empty.</param>
    /// <param name="seed">Of all that is random.</param>
    public OutageDay(string folder, int seed)
    {
        (this.folder, random) = (folder, new Random(seed));
        spool = new SpoolFolder(folder);
        spool.Room = new SpoolRoom(spool, new SpoolOptions { MaximumMegabytes = MaximumBytes / 1e6 }, () => null, NullLogger.Instance);
        spool.Room.GivenUp += givenUp.Add;
        sender = new ClipSender(spool, "pi", NullLogger.Instance);
        foreach (var camera in Cameras)
        {
            spoolers[camera] = new EventSpooler(spool, "pi", "farm", camera, new BatchOptions { Seconds = 2, FirstSeconds = 1 }, new Random(random.Next()), NullLogger.Instance);
        }
    }

    public int Frames { get; private set; }

    /// <summary>Clips that found room.</summary>
    public int Clips { get; private set; }

    /// <summary>Clips that found none.</summary>
    public int ClipsRefused { get; private set; }

    /// <summary>Clips that gave up their place.</summary>
    public int ClipsEvicted { get; private set; }

    public int FramesRefused { get; private set; }

    /// <summary>Batches that were given up.</summary>
    public int Evicted { get; private set; }

    /// <summary>Where the spool did something else than the policy says.</summary>
    public List<string> Violations { get; } = [];

    public void Run(TimeSpan withLink, TimeSpan without)
    {
        var cut = now + withLink;
        var end = cut + without;
        while (now < end)
        {
            now += TimeSpan.FromSeconds(random.Next(30, 900));
            PlayEvent(Cameras[random.Next(Cameras.Length)]);
            if (now < cut)
            {
                Deliver();
            }
        }

        if (spool.Waiting().Except(OnDisk().Keys).Concat(OnDisk().Keys.Except(spool.Waiting())).Any())
        {
            Violations.Add("what the spool says it holds is not what the disk holds");
        }
    }

    public void Dispose()
    {
        foreach (var spooler in spoolers.Values)
        {
            spooler.Dispose();
        }

        spool.Dispose();
    }

    private void PlayEvent(string camera)
    {
        var spooler = spoolers[camera];
        EventName? name = null;
        var lastPart = 0;
        for (var i = random.Next(1, 60); i > 0; i--)
        {
            now += TimeSpan.FromMilliseconds(200);
            var frame = Frame();
            var part = Directory.EnumerateFiles(folder, "*.part").Select(SpoolFiles.Of).OfType<(BatchName Batch, SpoolState State)>().Select(file => file.Batch).FirstOrDefault();
            var wanting = part ?? new BatchName(name ?? new EventName("farm", camera, now, "zzzzzzzz"), lastPart + 1);
            Step(wanting, PartFile.RoomFor(frame), () =>
            {
                if (name is null)
                {
                    name = spooler.Confirm([frame], continues: false);
                }
                else
                {
                    spooler.Add(frame);
                }
            });
            lastPart = Math.Max(lastPart, spool.Whole().Where(batch => batch.Event == name).Select(batch => batch.Part).DefaultIfEmpty().Max());
        }

        spooler.End();
        if (name is not null && random.Next(3) == 0)
        {
            PutClip(name);
        }
    }

    private void PutClip(EventName name)
    {
        var clip = FakeClip.Write(Path.Combine(folder, "clips", "one.mp4"), random.Next(10_000, 90_000), random.Next());
        var before = OnDisk();
        var (_, kept) = NaiveRoom.Make(before, spool.Bytes, MaximumBytes, new BatchName(name, BatchName.ClipPart), ClipBatchFile.RoomFor(new FileInfo(clip).Length));
        givenUp.Clear();
        var outcome = sender.Put(name, clip, CancellationToken.None);
        Clips += kept ? 1 : 0;
        ClipsRefused += kept ? 0 : 1;
        if (givenUp.Count > 0 || kept != (outcome == ClipOutcome.Spooled) || OnDisk().Count != before.Count + (kept ? 1 : 0))
        {
            Violations.Add($"clip of {name}: {outcome}, gone {string.Join(", ", givenUp)}; the policy says {(kept ? "kept" : "not kept")}");
        }
    }

    private void Step(BatchName wanting, long bytes, Action write)
    {
        var before = OnDisk();
        var (expected, kept) = NaiveRoom.Make(before, spool.Bytes, MaximumBytes, wanting, bytes);
        givenUp.Clear();
        var lostBefore = spool.Trouble.FramesLost;
        write();
        Frames++;
        var lost = spool.Trouble.FramesLost > lostBefore;
        FramesRefused += lost ? 1 : 0;
        // Who found no room is told of too, and was never there.
        var gone = givenUp.Where(before.ContainsKey).ToList();
        Evicted += expected.Count;
        ClipsEvicted += expected.Count(batch => batch.IsClip);
        if (!gone.SequenceEqual(expected) || lost == kept)
        {
            Violations.Add($"{wanting}: gone {string.Join(", ", gone)} ({(lost ? "not kept" : "kept")}); the policy says {string.Join(", ", expected)} ({(kept ? "kept" : "not kept")})");
        }

        var onDisk = new DirectoryInfo(folder).EnumerateFiles("*.zip*").Sum(file => file.Length);
        if (onDisk > MaximumBytes || onDisk > spool.Bytes)
        {
            Violations.Add($"{wanting}: {onDisk} bytes on the disk, {spool.Bytes} counted, {MaximumBytes} allowed");
        }
    }

    // The alert's lane keeps up mostly, the other one falls behind.
    private void Deliver()
    {
        foreach (var batch in spool.Waiting().Where(batch => !batch.IsClip && random.NextDouble() < (batch.IsUrgent ? 0.8 : 0.3)))
        {
            spool.Delivered(batch);
        }
    }

    private Dictionary<BatchName, long> OnDisk() => new DirectoryInfo(folder).EnumerateFiles("*.zip")
        .ToDictionary(file => SpoolFiles.Of(file.Name)!.Value.Batch, file => file.Length);

    private KeptFrame Frame()
    {
        var data = PooledBytes.Rent(random.Next(1000, 8000));
        random.NextBytes(data.Span);
        return new KeptFrame(data, now, new MotionResult(GateState.Watching, 0.1, new Box(0, 0, 1, 1), []));
    }
}
