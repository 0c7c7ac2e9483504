using CloudCctv.Contracts.Geometry;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Motion;
using CloudCctv.Uploader.Objects;
using CloudCctv.Uploader.Objects.Comparison;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Objects;

/// <summary>The real gate and the comparison on real footage with real things in it.</summary>
public sealed class RealObjectsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LeftDuringAVisit_IsFoundWhereItIs()
    {
        var change = Assert.Single(await ChangesAsync(RealObjects.Clip(folder, RealObjects.Later, cone: null)));

        Assert.Equal(ChangeKind.Left, change.Kind);
        AssertAt(RealObjects.Sign, change.Box);
    }

    [Fact]
    public async Task TakenDuringAVisit_IsFoundWhereItWas()
    {
        var change = Assert.Single(await ChangesAsync(RealObjects.Clip(folder, RealObjects.Earlier, cone: null)));

        Assert.Equal(ChangeKind.Removed, change.Kind);
        AssertAt(RealObjects.Sign, change.Box);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(RealObjects.Dusk)]
    [InlineData("noise=alls=14:allf=t")]
    public async Task OneTakenAndOneLeft_BothAreFound(string effect)
    {
        var changes = await ChangesAsync(RealObjects.Clip(folder, RealObjects.Earlier, RealObjects.Later, effect));

        Assert.Equal(2, changes.Count);
        AssertAt(RealObjects.Sign, Assert.Single(changes, change => change.Kind == ChangeKind.Removed).Box);
        AssertAt(RealObjects.Cone, Assert.Single(changes, change => change.Kind == ChangeKind.Left).Box);
    }

    [Theory]
    [InlineData("null")]
    [InlineData(RealObjects.Dusk)]
    [InlineData("eq=brightness=-0.15:contrast=0.8:enable='gte(n,200)'")]
    [InlineData("eq=brightness=0.12:enable='gte(n,200)'")]
    [InlineData("eq=eval=frame:brightness='0.1*sin(n/40)'")]
    [InlineData("crop=iw-24:ih-24:'12+5*sin(n*1.9)+3*sin(n*0.7)':'12+4*cos(n*2.3)',scale=768:432")]
    [InlineData("noise=alls=24:allf=t")]
    public async Task SomebodyPassesInAnyLightOnAShakingPole_NothingIsFound(string effect) =>
        Assert.Empty(await ChangesAsync(RealObjects.Clip(folder, sign: null, cone: null, effect)));

    private static async Task<IReadOnlyList<ObjectChange>> ChangesAsync(string clip)
    {
        var source = new SupervisedSource("clip", SourceAddress.Parse(clip), new CaptureOptions { MaxSpeed = true }, TimeProvider.System, new Random(1), NullLogger.Instance);
        using var reader = new LumaReader();
        var motion = new MotionOptions();
        var gate = MotionGate.Create(motion);
        var found = new List<ObjectChange>();
        using var watch = new ObjectWatch(new ObjectOptions(), 85, (before, now, changes) =>
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{before.Time:HH:mm:ss.f} {now.Time:HH:mm:ss.f} {string.Join(' ', changes)}");
            found.AddRange(changes);
        });
        await foreach (var frame in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            using (frame)
            {
                var luma = reader.Read(frame);
                watch.Next(frame, luma, gate.Next(luma), motion);
            }
        }

        return found;
    }

    private static void AssertAt((int Left, int Top, int Right, int Bottom) expected, Box box)
    {
        const int slack = 16;
        Assert.InRange(box.Left * RealObjects.Width, expected.Left - slack, expected.Left + slack);
        Assert.InRange(box.Top * RealObjects.Height, expected.Top - slack, expected.Top + slack);
        Assert.InRange(box.Right * RealObjects.Width, expected.Right - slack, expected.Right + slack);
        Assert.InRange(box.Bottom * RealObjects.Height, expected.Bottom - slack, expected.Bottom + slack);
    }
}
