using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Motion;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Motion;

/// <summary>The adaptive gate on a real recording of six visits, and on a stretch of it without people under bad light and weather.</summary>
public sealed class RealFootageTests : IDisposable
{
    // Counted by looking.
    private static readonly (int First, int Last)[] Visits = [(65, 190), (230, 445), (510, 690), (745, 865), (935, 1190), (1235, 1355)];

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("null")]
    [InlineData("hue=s=0,eq=brightness=-0.30:contrast=0.45,noise=alls=24:allf=t")]
    [InlineData("eq=eval=frame:brightness='0.18*gt(mod(n,120),59)'")]
    public async Task SixVisits_AllAreFoundAndNothingElse(string effect)
    {
        var clip = Make(effect, "-i", Footage.Find("one-by-one-person.mp4"));

        var events = await EventsAsync(clip);

        Assert.All(Visits, visit => Assert.Contains(events, e => e.First <= visit.Last && e.Last >= visit.First));
        Assert.All(events, e => Assert.Contains(Visits, visit => e.First <= visit.Last + 5 && e.Last >= visit.First - 5));
    }

    [Theory]
    [InlineData("noise=alls=40:allf=t")]
    [InlineData("eq=eval=frame:brightness='0.18*gt(mod(n,120),59)'")]
    [InlineData("eq=eval=frame:brightness='0.2*sin(n/40)'")]
    [InlineData("split[a][b];[b]crop=iw/2:ih:0:0,eq=eval=frame:brightness='0.15*gt(mod(n,140),69)'[c];[a][c]overlay=0:0")]
    [InlineData("colorchannelmixer=.7:0:.3:0:.7:0:.3:0:.7:0:.3:enable='gt(mod(n,200),99)',eq=eval=frame:contrast='1-0.3*gt(mod(n,200),99)'")]
    [InlineData("crop=iw-24:ih-24:'12+5*sin(n*1.9)+3*sin(n*0.7)':'12+4*cos(n*2.3)',scale=768:432")]
    public async Task NobodyThere_BadLightOrShakingPole_NoEvent(string effect)
    {
        // Forwards and backwards, so that there is no seam.
        var nobody = folder.File("nobody.avi");
        Ffmpeg.Run(
            "-i", Footage.Find("one-by-one-person.mp4"), "-vf",
            "select='between(n,462,500)',setpts=N/10/TB,split[a][b];[b]reverse[r];[a][r]concat=n=2,loop=loop=5:size=78:start=0,setpts=N/10/TB",
            "-frames:v", "400", "-r", "10", "-c:v", "mjpeg", "-q:v", "2", "-pix_fmt", "yuvj420p", nobody);

        Assert.Empty(await EventsAsync(Make(effect, "-i", nobody)));
    }

    private string Make(string effect, params string[] input)
    {
        var clip = folder.File("clip.avi");
        Ffmpeg.Run([.. input, "-filter_complex", effect, "-c:v", "mjpeg", "-q:v", "4", "-pix_fmt", "yuvj420p", clip]);
        return clip;
    }

    private static async Task<List<(long First, long Last)>> EventsAsync(string clip)
    {
        var source = new SupervisedSource("clip", SourceAddress.Parse(clip), new CaptureOptions { MaxSpeed = true }, TimeProvider.System, new Random(1), NullLogger.Instance);
        using var reader = new LumaReader();
        var gate = MotionGate.Create(new MotionOptions());
        var tracker = new EventTracker(new EventOptions { MaximumSeconds = 3600 });
        var (events, first, last) = (new List<(long, long)>(), -1L, -1L);
        await foreach (var frame in source.ReadAsync(TestContext.Current.CancellationToken))
        {
            using (frame)
            {
                var motion = gate.Next(reader.Read(frame)).Motion;
                (first, last) = motion ? (first < 0 ? frame.Number : first, frame.Number) : (first, last);
                var step = tracker.Next(motion, frame.Time);
                if (step == EventStep.Ended)
                {
                    events.Add((first, last));
                }

                first = step is EventStep.Ended or EventStep.Dismissed ? -1 : first;
            }
        }

        return tracker.Stop() == EventStep.Ended ? [.. events, (first, last)] : events;
    }
}
