using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Live.Saved;
using CloudCctv.Uploader.Motion;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Live.Saved;

public sealed class CaptureKeeperTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.FromHours(1));

    private readonly TempFolder folder = new();
    private readonly PassedOn passedOn = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Event_ItsBestPictureIsKept_AndAllGoOn()
    {
        var keeper = Keeper(limit: 200);

        keeper.Confirm([Kept(1, 0.1), Kept(2, 0.3)], continues: false);
        keeper.Add(Kept(3, 0.7));
        keeper.Add(Kept(4, 0.2));
        keeper.End();

        var file = Assert.Single(Files());
        Assert.Equal("2026-11-24_110003000.jpg", Path.GetFileName(file));
        Assert.Equal([3, 3, 3, 3], File.ReadAllBytes(file));
        Assert.Equal((4, 1), (passedOn.Frames, passedOn.Ended));
    }

    [Fact]
    public void BestPicture_IsRatherSmallThanCutByTheEdge()
    {
        var keeper = Keeper(limit: 200);

        keeper.Confirm([Kept(1, 0.3, left: 0), Kept(2, 0.2), Kept(3, 0.1)], continues: false);
        keeper.End();

        Assert.Equal([2], Files().Select(file => (int)File.ReadAllBytes(file)[0]));
    }

    [Fact]
    public void MoreEventsThanKept_TheOldestGoes()
    {
        var keeper = Keeper(limit: 2);
        for (var i = 1; i <= 4; i++)
        {
            keeper.Confirm([Kept(i, 0.5)], continues: false);
            keeper.End();
        }

        Assert.Equal([3, 4], Files().Select(file => (int)File.ReadAllBytes(file)[0]));
    }

    [Fact]
    public void DiskThatTakesNothing_KeepsNoEventFromGoingOn()
    {
        // A file where the folder should be.
        File.WriteAllText(folder.File("captures"), "");
        var keeper = Keeper(limit: 2);

        keeper.Confirm([Kept(1, 0.5)], continues: false);
        keeper.End();

        Assert.Equal((1, 1), (passedOn.Frames, passedOn.Ended));
    }

    private CaptureKeeper Keeper(int limit) => new(passedOn, folder.File("captures", "gate"), limit, "gate", NullLogger.Instance);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(folder.File("captures", "gate")).Order(StringComparer.Ordinal);

    private static KeptFrame Kept(int number, double score, double left = 0.1)
    {
        var jpeg = PooledBytes.Rent(4);
        jpeg.Span.Fill((byte)number);
        return new KeptFrame(jpeg, Noon.AddSeconds(number), new MotionResult(GateState.Watching, score, new Box(left, 0.2, 0.3, 0.4), []));
    }

    private sealed class PassedOn : IEventSink
    {
        public int Frames { get; private set; }

        public int Ended { get; private set; }

        public EventName Confirm(IReadOnlyList<KeptFrame> firstFrames, bool continues)
        {
            firstFrames.ToList().ForEach(Add);
            return new EventName("farm", "gate", firstFrames[0].Time, "00000001");
        }

        public void Add(KeptFrame frame)
        {
            Frames++;
            frame.Dispose();
        }

        public void End() => Ended++;
    }
}
