using CloudCctv.Analysis.Alerts;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Fsck;
using CloudCctv.Analysis.Sightings.Index;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Detection;
using static CloudCctv.Analysis.Tests.Faces.FaceScene;

namespace CloudCctv.Analysis.Tests.Faces;

public sealed class FaceAnalysisTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Handle_FacesOff_NoWordOfThemAnywhere()
    {
        await using var system = new Installation(faces: BlueFaceDetector.Reader());
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        var batch = BatchMaker.For().With(FacePicture.Of(Anna));

        var result = await system.HandledAsync(batch);

        Assert.Null((await system.SightingAsync(batch)).Faces);
        Assert.Null(result.Faces);
        Assert.DoesNotContain("faces", System.Text.Encoding.UTF8.GetString(await system.BytesAsync((await system.SightingAsync(batch)).Name.Sidecar.Value)), StringComparison.Ordinal);
        Assert.DoesNotContain("Anna", await system.AlertTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_KnownAndUnknownFace_AreInSidecarResultAndAlert()
    {
        await using var system = WithFaces();
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        var batch = BatchMaker.For().With(FacePicture.Again(5, Anna, Stranger));

        var result = await system.HandledAsync(batch);

        var faces = (await system.SightingAsync(batch)).Faces!;
        Assert.Equal(["Anna", SeenFace.Unknown], faces.Seen.Select(face => face.Name).Order());
        var anna = faces.Seen.Single(face => face.IsKnown);
        Assert.InRange(anna.Confidence!.Value, 0.5, 1);
        Assert.Equal((180 / 640.0, 160 / 480.0), (anna.Box.Left, anna.Box.Top), (one, other) => Math.Abs(one.Item1 - other.Item1) + Math.Abs(one.Item2 - other.Item2) < 1e-4);
        Assert.StartsWith("lbph-r1-n8-g8-s100+blue-", faces.Method, StringComparison.Ordinal);
        Assert.Equal(new FaceTally(1, 1), result.Faces);
        Assert.EndsWith($"; person: Anna ({anna.Confidence:F2}), unknown face", await system.AlertTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_FaceAwayFromWhatCounts_IsNotReported()
    {
        await using var system = WithFaces();
        var batch = BatchMaker.For().With(Picture.WithPerson(640, 480), FacePicture.Of());

        await system.HandledAsync(batch);

        Assert.Empty((await system.SightingAsync(batch)).Faces!.Seen);
        Assert.Empty((await system.SightingAsync(batch, 1)).Faces!.Seen);
        Assert.DoesNotContain("face", await system.AlertTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_FaceModelFails_SightingAndAlertAreMadeAllTheSame()
    {
        await using var system = With(new BlueFaceDetector { BeforeFrame = () => throw new ModelException("broken") });
        var batch = BatchMaker.For().With(FacePicture.Of(Anna));

        await system.HandledAsync(batch);

        Assert.Null((await system.SightingAsync(batch)).Faces);
        Assert.NotNull(await system.AlertTextAsync());
    }

    [Theory]
    [InlineData("true", false, Anna)]
    [InlineData("true", true, Anna, Stranger)]
    [InlineData("true", true, Stranger)]
    [InlineData("true", true)]
    [InlineData("false", true, Anna)]
    public async Task Handle_AlertOnlyUnknown_IsSilentOnlyIfEveryFaceIsKnown(string setting, bool alerts, params int[] people)
    {
        await using var system = WithFaces(("Faces:AlertOnlyUnknown", setting));
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));

        var result = await system.HandledAsync(BatchMaker.For().With(FacePicture.Of(people)));

        Assert.Equal(!alerts, result.AlertWithheld);
        Assert.Single(result.Sightings);
        Assert.Equal(alerts, await system.AlertTextAsync() is not null);
        await system.Get<IndexBuilder>().BuildAsync(Token);
        Assert.Empty(await system.Get<StoreCheckup>().RunAsync(repair: false, Token).ToListAsync(Token));
    }

    [Fact]
    public async Task Handle_LaterBatchOfAnEventOfKnownFaces_IsSilentWithoutAFaceAndAlertsWithAStranger()
    {
        await using var system = WithFaces(("Faces:AlertOnlyUnknown", "true"));
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));

        await system.HandledAsync(BatchMaker.For(part: 1).With(FacePicture.Of(Anna)));
        await system.HandledAsync(BatchMaker.For(part: 2).With(FacePicture.Of()));
        Assert.Null(await system.AlertTextAsync());
        await system.HandledAsync(BatchMaker.For(part: 3).With(FacePicture.Of(Stranger)));

        Assert.Contains("unknown face", await system.AlertTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_RepeatAfterACrashWhenSomebodyWasEnrolledMeanwhile_SaysTheSame()
    {
        await using var system = WithFaces();
        var batch = BatchMaker.For().With(FacePicture.Of(Anna));
        await system.HandledAsync(batch);
        var before = await system.ContentAsync("flagged/");

        // As if the worker had died before the result: everything again, with another answer at hand.
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        foreach (var name in await system.NamesAsync("results/"))
        {
            await system.Store.Objects.DeleteAsync(new(name), Token);
        }

        await system.HandledAsync(batch);

        Assert.Equal(before, await system.ContentAsync("flagged/"));
        Assert.Equal(SeenFace.Unknown, Assert.Single((await system.SightingAsync(batch)).Faces!.Seen).Name);
    }

    [Fact]
    public async Task Handle_EnrolledBetweenTwoBatches_IsKnownInTheSecondAndForgottenInTheThird()
    {
        await using var system = WithFaces();
        var batches = Enumerable.Range(1, 3).Select(part => BatchMaker.For(part: part).With(FacePicture.Of(Anna))).ToList();

        await system.HandledAsync(batches[0]);
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        await system.HandledAsync(batches[1]);
        await system.Store.Objects.DeleteAsync(new(Assert.Single(await system.NamesAsync(PersonStore.Prefix))), Token);
        await system.HandledAsync(batches[2]);

        Assert.Equal([SeenFace.Unknown, "Anna", SeenFace.Unknown], await Task.WhenAll(batches.Select(async batch => (await system.SightingAsync(batch)).Faces!.Seen[0].Name)));
    }

    [Fact]
    public async Task Handle_EnrolledByAnotherMethod_IsNotCompared()
    {
        await using var system = WithFaces();
        await using var other = new Installation(sharing: system, faces: BlueFaceDetector.Reader(new BlueFaceDetector("green")));
        await other.EnrolAsync("Anna", FacePicture.Of(Anna));
        var batch = BatchMaker.For().With(FacePicture.Of(Anna));

        await system.HandledAsync(batch);

        Assert.Equal(SeenFace.Unknown, Assert.Single((await system.SightingAsync(batch)).Faces!.Seen).Name);
    }

    [Fact]
    public async Task Alert_InTheOutbox_HoldsNoName()
    {
        await using var system = WithFaces();
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        await system.HandledAsync(BatchMaker.For().With(FacePicture.Of(Anna)));

        foreach (var name in await system.NamesAsync(AlertOutbox.PendingPrefix))
        {
            Assert.DoesNotContain("Anna", System.Text.Encoding.UTF8.GetString(await system.BytesAsync(name)), StringComparison.Ordinal);
        }

        Assert.Contains("Anna", await system.AlertTextAsync(), StringComparison.Ordinal);
    }
}
