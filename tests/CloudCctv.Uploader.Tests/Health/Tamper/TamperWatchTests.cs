using CloudCctv.Contracts.Health;
using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Health.Tamper;
using CloudCctv.Uploader.Motion;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Health.Tamper;

/// <summary>Clips of one picture a second, made by ffmpeg from a still scene and from real footage: all is well for a minute, then something happens for 100 seconds.</summary>
public sealed class TamperWatchTests : IDisposable
{
    private const string Meanwhile = "enable='between(t,60,159)'";
    private const int Begin = 60;
    private const int End = 160;

    private readonly TempFolder folder = new();

    public static TheoryData<string, CameraState> Tampering => new()
    {
        { $"drawbox=w=iw:h=ih:c=black:t=fill:{Meanwhile}", CameraState.Dark },
        { $"drawbox=x=0:y=0:w=iw*0.92:h=ih:c=gray:t=fill:{Meanwhile}", CameraState.Covered },
        { $"drawbox=x=0:y=0:w=iw:h=ih:c=white:t=fill:{Meanwhile}", CameraState.Covered },
        { $"gblur=sigma=20:{Meanwhile}", CameraState.Defocused },
        { "crop=w=iw*0.6:h=ih*0.8:x='if(between(t,60,159),iw*0.38,0)':y=0", CameraState.Moved },
        { "crop=w=iw*0.7:h=ih*0.7:x='if(between(t,60,159),iw*0.12,0)':y='if(between(t,60,159),ih*0.3,0)'", CameraState.Moved },
    };

    public static TheoryData<string> Harmless =>
    [
        "null",
        $"eq=brightness=0.15:{Meanwhile}",
        $"eq=brightness=-0.2:{Meanwhile}",
        $"lutyuv=y=val*0.45:{Meanwhile}",
        $"hue=s=0:{Meanwhile},eq=contrast=1.4:brightness=-0.15:{Meanwhile}",
        "drawbox=x=0:y=0:w=iw*0.9:h=ih:c=0x403030:t=fill:enable='between(t,60,62)'",
        $"drawbox=x=iw*0.3:y=ih*0.1:w=iw*0.4:h=ih*0.9:c=0x203040:t=fill:{Meanwhile}",
    ];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Tampering_WithTheSyntheticScene_IsReportedAndRecoversByItself(string filter, CameraState expected) =>
        AssertReported(await StatesAsync(Scene(filter)), expected);

    [Theory]
    [MemberData(nameof(Tampering))]
    public async Task Tampering_WithRealFootage_IsReportedAndRecoversByItself(string filter, CameraState expected) =>
        AssertReported(await StatesAsync(Street(filter)), expected);

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task LightsAndPassersBy_WithTheSyntheticScene_AreNotReported(string filter) =>
        AssertNothing(await StatesAsync(Scene(filter)));

    [Theory]
    [MemberData(nameof(Harmless))]
    public async Task LightsAndPassersBy_WithRealFootage_AreNotReported(string filter) =>
        AssertNothing(await StatesAsync(Street(filter)));

    [Theory]
    [InlineData("road-no-people.avi")]
    [InlineData("one-by-one-person.mp4")]
    public async Task RealFootage_AsItIs_IsNotReported(string clip) =>
        AssertNothing(await StatesAsync(Clip(["-i", Footage.Find(clip)], "setpts=N/10/TB,fps=10", 300), new TamperOptions { CoveredSeconds = 3, DarkSeconds = 3, DefocusedSeconds = 5, MovedSeconds = 5 }));

    [Fact]
    public async Task Dusk_OverFifteenMinutes_IsNotReported() =>
        AssertNothing(await StatesAsync(Scene("fade=t=out:st=60:d=900,noise=alls=6:allf=t", seconds: 1100)));

    [Fact]
    public async Task BlurThatComesOverMinutes_IsReported()
    {
        var states = await StatesAsync(Scene(
            "gblur=sigma=4:enable='between(t,120,159)',gblur=sigma=8:enable='between(t,160,199)',gblur=sigma=20:enable='gte(t,200)'", seconds: 300));

        AssertNothing(states[..120]);
        Assert.Equal(CameraState.Defocused, states[^1]);
    }

    [Fact]
    public async Task NewView_ThatStays_BecomesTheNormalOne()
    {
        var states = await StatesAsync(
            Scene("crop=w=iw*0.6:h=ih*0.8:x='if(gte(t,60),iw*0.38,0)':y=0"), new TamperOptions { MovedSeconds = 5, NewViewSeconds = 60 });

        Assert.Equal(CameraState.Moved, states[Begin + 20]);
        Assert.Equal(CameraState.Watching, states[^1]);
    }

    private static void AssertNothing(List<CameraState> states) =>
        Assert.Empty(states.Index().Where(state => state.Item != CameraState.Watching).Take(1));

    private static void AssertReported(List<CameraState> states, CameraState expected)
    {
        AssertNothing(states[..Begin]);
        Assert.Empty(states[Begin..End].Distinct().Except([CameraState.Watching, expected]));
        Assert.Equal(expected, states[End - 1]);
        Assert.Equal(CameraState.Watching, states[^1]);
    }

    private string Scene(string filter, int seconds = 180)
    {
        var still = StreetScene.Write(folder.File("scene.pgm"));
        return Clip(["-loop", "1", "-framerate", "1", "-i", still], $"scale=800:450,noise=alls=8:allf=t,{filter}", seconds);
    }

    /// <summary>People walk through this one all the time.</summary>
    private string Street(string filter) =>
        Clip(["-stream_loop", "3", "-i", Footage.Find("vtest.avi")], $"setpts=N/10/TB,fps=1,{filter}", 180);

    private string Clip(string[] input, string filter, int seconds)
    {
        var clip = folder.File("clip.avi");
        Ffmpeg.Run([.. input, "-vf", $"{filter},format=yuvj420p", "-t", $"{seconds}", "-c:v", "mjpeg", "-q:v", "4", "-y", clip]);
        return clip;
    }

    private static async Task<List<CameraState>> StatesAsync(string clip, TamperOptions? options = null)
    {
        using var reader = new LumaReader();
        var watch = new TamperWatch(options ?? new TamperOptions());
        var source = new SupervisedSource("gate", SourceAddress.Parse(clip), new CaptureOptions { MaxSpeed = true }, TimeProvider.System, new Random(1), NullLogger.Instance);
        var states = new List<CameraState>();
        await foreach (var frame in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            using (frame)
            {
                states.Add(watch.Next(reader.Read(frame), DateTimeOffset.UnixEpoch.AddSeconds(frame.Number)));
            }
        }

        return states;
    }
}
