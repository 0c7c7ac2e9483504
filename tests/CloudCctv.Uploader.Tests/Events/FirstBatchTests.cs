using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Events;
using CloudCctv.Uploader.Spool;
using Microsoft.Extensions.Logging.Abstractions;

namespace CloudCctv.Uploader.Tests.Events;

/// <summary>How soon after the first motion something can be sent, in time of the camera's frames.</summary>
public sealed class FirstBatchTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch.AddYears(50);

    [Theory]
    [InlineData(5)]
    [InlineData(10)]
    [InlineData(25)]
    public void Motion_DefaultSettings_FirstBatchWithinASecondAndTwoMoreLooksSoonAfter(int framesPerSecond)
    {
        using var folder = new TempFolder();
        using var spool = new SpoolFolder(folder.Path);
        using var spooler = new EventSpooler(spool, "pi", "farm", "gate", new BatchOptions(), new Random(1), NullLogger.Instance);
        using var recorder = new EventRecorder(new EventOptions(), spooler);
        var sealedAt = new List<double>();

        for (var i = 0; i < 8 * framesPerSecond; i++)
        {
            // Quiet for two seconds, then motion.
            var second = ((double)i / framesPerSecond) - 2;
            recorder.Next(EventSample.Frame(i, Start.AddSeconds(second)), second >= 0 ? EventSample.Moved() : EventSample.Still);
            sealedAt.AddRange(Enumerable.Repeat(second, spool.Waiting().Count - sealedAt.Count));
        }

        Assert.Equal(3, sealedAt.Count);
        Assert.InRange(sealedAt[0], 0, 1);
        Assert.InRange(sealedAt[1], sealedAt[0], sealedAt[0] + 1.1);
        Assert.InRange(sealedAt[2], sealedAt[1], sealedAt[1] + 1.1);
    }
}
