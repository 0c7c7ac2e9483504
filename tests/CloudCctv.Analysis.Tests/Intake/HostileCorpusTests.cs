using CloudCctv.Analysis.Intake;
using CloudCctv.Analysis.Results;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Batches;
using CloudCctv.HostileBatches;

namespace CloudCctv.Analysis.Tests.Intake;

/// <summary>Every batch of the corpus through the real handler: the right code, nothing kept that should not be, little memory, and the next batch unharmed.</summary>
[Collection(nameof(Alone))]
public sealed class HostileCorpusTests
{
    // A sound batch of this size needs about 5 MB with the detector of the tests; bombs claim 20 MB to 4 GB.
    private const long MaxAllocatedBytes = 16 << 20;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. HostileCorpus.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Batch_EndsAsTheCorpusSays_AndTheNextIsWorkedOn(string name)
    {
        var hostile = HostileCorpus.Named(name);
        var frames = 0;
        await using var system = Start(() => frames++);
        await AssertNextIsWorkedOnAsync(system, "first");
        var sent = hostile.Make();
        await system.PutAsync(hostile.Batch, sent);
        frames = 0;

        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var outcome = await system.Handler.HandleAsync(CommitMessage.For(hostile.Batch), 1, Token);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;

        Assert.True(outcome.IsDone, outcome.Why);
        await AssertEndingAsync(system, hostile, sent);
        Assert.InRange(frames, 0, MostDecoded(hostile));
        Assert.InRange(allocated, 0, MaxAllocatedBytes);
        Assert.Empty(await system.NamesAsync("batches/"));
        Assert.Empty(await system.NamesAsync("claims/"));
        await AssertNextIsWorkedOnAsync(system, "next");
    }

    [Fact]
    public void Corpus_NamesAreDifferent_AndThereAreAtLeastSixty()
    {
        Assert.InRange(HostileCorpus.All.Count, 60, int.MaxValue);
        Assert.Equal(HostileCorpus.All.Count, HostileCorpus.All.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public void Corpus_MadeTwice_IsTheSame() =>
        Assert.All(HostileCorpus.All, one => Assert.Equal(one.Make(), one.Make()));

    private static Installation Start(Action onFrame) => new(
        settings: new() { ["Intake:Limits:MaxZipBytes"] = $"{HostileCorpus.MaxZipBytes}" },
        detector: new RedDetector { BeforeFrame = onFrame });

    private static async Task AssertEndingAsync(Installation system, HostileCase hostile, byte[] sent)
    {
        var quarantine = await system.QuarantineAsync();
        var result = await system.Get<ResultStore>().FindAsync(hostile.Batch, Token);
        var sightings = await system.NamesAsync($"flagged/{hostile.Batch.Event}/");
        if (hostile.Ending == Ending.Accepted)
        {
            Assert.True(quarantine.Count == 0, quarantine.Count == 0 ? "" : quarantine[0].Reason.Reason);
        }
        else
        {
            var reason = Assert.Single(quarantine).Reason;
            Assert.True(hostile.Fault == reason.Code.Code(), $"{reason.Code.Code()}: {reason.Reason}");
            Assert.DoesNotContain(reason.Reason, char.IsControl);
            Assert.InRange(reason.Reason.Length, 10, 600);
            Assert.Equal(sent, await system.BytesAsync($"quarantine/{hostile.Batch}"));
            Assert.Equal(hostile.Ending == Ending.FirstFrameRejected ? 1 : 0, reason.BadFrames.Count);
        }

        Assert.Equal(hostile.Ending == Ending.Rejected ? BatchEnding.Quarantined : BatchEnding.Analysed, result!.Ending);
        // The second frame is the one with a person.
        Assert.Equal(hostile.Ending == Ending.Rejected ? 0 : 3, sightings.Count);
        Assert.All(sightings, sighting => Assert.Contains("/000002-", sighting, StringComparison.Ordinal));
    }

    // What a header tells is refused before anything is decoded; damage may show only while decoding.
    private static int MostDecoded(HostileCase hostile) => hostile switch
    {
        { Ending: Ending.Rejected } => 0,
        { Ending: Ending.Accepted } or { Fault: "frame-not-jpeg" } => 2,
        _ => 1,
    };

    private static async Task AssertNextIsWorkedOnAsync(Installation system, string camera)
    {
        var next = BatchMaker.For(camera).With(Picture.WithPerson());
        await system.PutAsync(next);
        await system.HandleAsync(next);
        Assert.Equal(3, (await system.NamesAsync($"flagged/farm/{camera}/")).Count);
    }
}
