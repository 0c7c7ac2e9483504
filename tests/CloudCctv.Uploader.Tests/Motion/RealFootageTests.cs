using CloudCctv.Imaging;
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

    // Each as first and last of the pictures in which somebody walks in, and of those in which he walks out; the time at the table
    // between them is left out. Nobody is in the first ten of the one and in the last few of the other.
    private static readonly (int In, int InEnd, int Out, int OutEnd)[] InAndOut =
        [(50, 85, 178, 205), (217, 259, 432, 454), (492, 527, 677, 706), (735, 779, 847, 874), (911, 949, 1177, 1205), (1224, 1261, 1340, 1365)];

    private static readonly int[] Nobody = [.. Enumerable.Range(462, 29), .. Enumerable.Range(462, 29).Reverse()];

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

    [Fact]
    public void SameDoorEveryEightSeconds_ThirtyVisits_EachIsAnEventFromItsFirstPicturesOn()
    {
        // What is learned of a busy place must not hide who comes next.
        var pictures = new List<int>();
        var comes = new List<int>();
        Rest(80);
        for (var visit = 0; visit < 30; visit++)
        {
            var (walksIn, walksInEnd, walksOut, walksOutEnd) = InAndOut[visit % InAndOut.Length];
            comes.Add(pictures.Count + 10);
            pictures.AddRange([.. Range(walksIn, walksInEnd), .. Range(walksOut, walksOutEnd)]);
            Rest(12 + (visit % 10));
        }

        var begins = Begins(pictures);

        Assert.Equal(comes.Count, begins.Count);
        Assert.All(comes.Zip(begins), pair => Assert.InRange(pair.Second, pair.First - 2, pair.First + 3));

        void Rest(int frames) => pictures.AddRange(Enumerable.Range(0, frames).Select(frame => Nobody[frame % Nobody.Length]));

        static IEnumerable<int> Range(int first, int last) => Enumerable.Range(first, last - first + 1);
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

    /// <returns>Where in the list the motion of each event begins.</returns>
    private List<int> Begins(List<int> pictures)
    {
        Ffmpeg.Run("-i", Footage.Find("one-by-one-person.mp4"), "-pix_fmt", "yuvj420p", "-q:v", "3", "-start_number", "0", folder.File("%d.jpg"));
        using var reader = new LumaReader();
        var gate = MotionGate.Create(new MotionOptions());
        var tracker = new EventTracker(new EventOptions());
        var (begins, first) = (new List<int>(), -1);
        foreach (var (place, number) in pictures.Index())
        {
            var jpeg = File.ReadAllBytes(folder.File($"{number}.jpg"));
            var data = PooledBytes.Rent(jpeg.Length);
            jpeg.CopyTo(data.Span);
            using var frame = new Frame(place, DateTimeOffset.UnixEpoch.AddMilliseconds(100 * place), FrameFormat.Jpeg, data);
            switch (tracker.Next(gate.Next(reader.Read(frame)).Motion, frame.Time))
            {
                case EventStep.Suspected:
                    first = first < 0 ? place : first;
                    break;
                case EventStep.Confirmed:
                    begins.Add(first);
                    break;
                case EventStep.Idle or EventStep.Dismissed or EventStep.Ended:
                    first = -1;
                    break;
                default:
                    break;
            }
        }

        return begins;
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
