using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Retention.Audit;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Imaging.Jpeg;
using static CloudCctv.Analysis.Tests.Faces.FaceScene;

namespace CloudCctv.Analysis.Tests.Faces;

public sealed class EnrolmentTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Enrol_GoodAndBadPictures_TakesTheGoodAndSaysWhyNotTheOthers()
    {
        await using var system = WithFaces();

        var outcomes = await system.EnrolAsync(" Anna ", FacePicture.Of(Anna), Picture.Empty(), FacePicture.Of(Anna, Stranger), "no picture"u8.ToArray(), FacePicture.Of(Anna), FacePicture.Again(3, Anna));

        Assert.Equal([true, false, false, false, false, true], outcomes.Select(one => one.IsEnrolled));
        Assert.Contains("no face", outcomes[1].Refusal, StringComparison.Ordinal);
        Assert.Contains("2 faces", outcomes[2].Refusal, StringComparison.Ordinal);
        Assert.Contains("no JPEG", outcomes[3].Refusal, StringComparison.Ordinal);
        Assert.Contains("already", outcomes[4].Refusal, StringComparison.Ordinal);
        var person = await system.Get<PersonStore>().FindAsync("ANNA", Token);
        Assert.Equal(("Anna", 2), (person!.Name, person.Faces.Count));
        Assert.All(person.Faces, face => Assert.Equal((16384, null), (face.Description.Length, face.Crop)));
    }

    [Fact]
    public async Task Enrol_NothingGood_KeepsNothing()
    {
        await using var system = WithFaces();
        Assert.False(Assert.Single(await system.EnrolAsync("Anna", Picture.Empty())).IsEnrolled);
        Assert.Empty(await system.NamesAsync("faces/"));
    }

    [Fact]
    public async Task Enrol_MoreThan300_RefusesTheRest()
    {
        await using var system = WithFaces();
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        var store = system.Get<PersonStore>();
        var one = await store.FindVersionedAsync("Anna", Token);
        Assert.True(await store.TryWriteAsync(one!.Value with { Faces = [.. Enumerable.Range(0, Person.MaxFaces - 1).Select(i => one.Value.Faces[0] with { PictureSha256 = $"{i}" })] }, one, Token));

        var outcomes = await system.EnrolAsync("Anna", FacePicture.Again(1, Anna), FacePicture.Again(2, Anna));

        Assert.Equal([true, false], outcomes.Select(outcome => outcome.IsEnrolled));
        Assert.Contains("300", outcomes[1].Refusal, StringComparison.Ordinal);
        Assert.Equal(Person.MaxFaces, (await store.FindAsync("Anna", Token))!.Faces.Count);
    }

    [Fact]
    public async Task Enrol_TwoAtTheSameTime_LosesNeither()
    {
        await using var system = WithFaces();
        await Task.WhenAll(Enumerable.Range(1, 3).Select(noise => Task.Run(() => system.EnrolAsync("Anna", FacePicture.Again(noise, Anna)))));
        Assert.Equal(3, (await system.Get<PersonStore>().FindAsync("Anna", Token))!.Faces.Count);
    }

    [Fact]
    public async Task Enrol_AfterAChangeOfMethod_BeginsAnew()
    {
        await using var system = WithFaces();
        await using var other = new Installation(sharing: system, faces: BlueFaceDetector.Reader(new BlueFaceDetector("green")));
        await system.EnrolAsync("Anna", FacePicture.Of(Anna), FacePicture.Again(1, Anna));

        Assert.True(Assert.Single(await other.EnrolAsync("Anna", FacePicture.Of(Anna))).IsEnrolled);

        var person = await system.Get<PersonStore>().FindAsync("Anna", Token);
        Assert.Single(person!.Faces);
        Assert.Contains("green", person.Method, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Enrol_KeepCrops_KeepsASmallPictureOfEachFace()
    {
        await using var system = WithFaces(("Faces:KeepCrops", "true"));
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));

        var face = Assert.Single((await system.Get<PersonStore>().FindAsync("Anna", Token))!.Faces);

        using var decoder = new JpegDecoder();
        Assert.Equal(new JpegHeader(100, 100), decoder.ReadHeader(face.Crop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("Unknown")]
    [InlineData("a\nb")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Enrol_NameThatIsNone_IsRefused(string name)
    {
        await using var system = WithFaces();
        await Assert.ThrowsAsync<ArgumentException>(() => system.EnrolAsync(name, FacePicture.Of(Anna)));
    }

    [Fact]
    public async Task Records_Stored_HaveNoNameInTheirNames()
    {
        await using var system = WithFaces();
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        Assert.DoesNotContain("anna", Assert.Single(await system.NamesAsync(PersonStore.Prefix)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task All_OneRecordUnreadable_TheOthersAreListed()
    {
        await using var system = WithFaces();
        await system.EnrolAsync("Zoe", FacePicture.Of(Stranger));
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        await system.Store.Objects.PutAsync(new($"{PersonStore.Prefix}torn.json"), "{ torn"u8.ToArray(), Token);

        Assert.Equal(["Anna", "Zoe"], await system.Get<PersonStore>().AllAsync(Token).Select(person => person.Name).ToListAsync(Token));
        var batch = BatchMaker.For().With(FacePicture.Of(Anna));
        await system.HandledAsync(batch);
        Assert.Equal("Anna", (await system.SightingAsync(batch)).Faces!.Seen[0].Name);
    }

    [Fact]
    public async Task Forget_Somebody_TheirRecordAndTheirNameInSightingsGo()
    {
        await using var system = WithFaces();
        await system.EnrolAsync("Anna", FacePicture.Of(Anna));
        await system.EnrolAsync("Zoe", FacePicture.Of(Stranger));
        var batch = BatchMaker.For().With(FacePicture.Of(Anna, Stranger), FacePicture.Of());
        await system.HandledAsync(batch);

        var (wasEnrolled, sightings) = await system.Get<FaceForgetter>().ForgetAsync("anna", Token);

        Assert.Equal((true, 1), (wasEnrolled, sightings));
        Assert.Equal(["Zoe", "unknown"], (await system.SightingAsync(batch)).Faces!.Seen.Select(face => face.Name).OrderDescending().Reverse());
        Assert.DoesNotContain("Anna", await system.AlertTextAsync(), StringComparison.Ordinal);
        var line = Assert.Single(await system.Get<AuditLog>().ReadAsync(DateOnly.FromDateTime(system.Clock.GetUtcNow().UtcDateTime), Token).ToListAsync(Token));
        Assert.Equal((DeletionCause.ByHand, $"{PersonStore.Prefix}{PersonStore.IdOf("Anna")}", 1), (line.Cause, line.What, line.Pictures));
        Assert.Equal((false, 0), await system.Get<FaceForgetter>().ForgetAsync("Anna", Token));
        foreach (var name in await system.NamesAsync())
        {
            Assert.DoesNotContain("Anna", System.Text.Encoding.UTF8.GetString(await system.BytesAsync(name)), StringComparison.Ordinal);
        }
    }
}
