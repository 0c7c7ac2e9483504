using CloudCctv.Analysis.Sightings;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Contracts.Geometry;
using CloudCctv.Contracts.Names;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Analysis.Tests.Sightings;

public sealed class SightingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calendar_ThreeCameras_DaysNewestFirstEachOnce()
    {
        await using var system = new Installation();
        await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");
        await SaveAsync(system, "gate", "2026-11-18T07:32:05Z");
        await SaveAsync(system, "door", "2026-11-20T09:00:00Z");
        await SaveAsync(system, "yard", "2025-12-31T23:59:59Z");
        var calendar = system.Get<SightingCalendar>();

        Assert.Equal([new(2026, 11, 20), new(2026, 11, 18), new(2025, 12, 31)], await calendar.DaysAsync(camera: null, Token).ToListAsync(Token));
        Assert.Equal([new(2026, 11, 20)], await calendar.DaysAsync(new CameraName("farm", "door"), Token).ToListAsync(Token));
        Assert.Equal(["door", "gate", "yard"], (await calendar.CamerasAsync(Token)).Select(camera => camera.Camera));
        Assert.Equal(["door", "gate"], (await calendar.EventsAsync(new(2026, 11, 20), camera: null, Token)).Select(one => one.Camera));
        Assert.Single(await calendar.EventsAsync(new(2026, 11, 20), new CameraName("farm", "gate"), Token));
        Assert.Empty(await calendar.EventsAsync(new(2026, 11, 19), camera: null, Token));
    }

    [Fact]
    public async Task Calendar_SightingsOfAnEvent_InOrderAndOnlyWithSidecar()
    {
        await using var system = new Installation();
        var first = await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");
        var second = await SaveAsync(system, "gate", "2026-11-20T07:32:05Z", number: 2);
        await system.Store.Objects.PutAsync(new SightingName(first.Event, new FrameName(3, first.Time)).Picture, Picture.Empty(), Token);

        Assert.Equal([first.Name, second.Name], await system.Get<SightingCalendar>().SightingsAsync(first.Event, Token));
    }

    [Fact]
    public async Task Save_Twice_SameThreeObjects()
    {
        await using var system = new Installation();
        var sighting = await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");
        var before = await system.ContentAsync("flagged/");

        await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");

        Assert.Equal(before, await system.ContentAsync("flagged/"));
        Assert.Equal(3, before.Count);
        Assert.Equivalent(sighting, await system.Get<SightingStore>().ReadAsync(sighting.Name, Token));
    }

    [Fact]
    public async Task Save_OtherPictureUnderTheName_IsRefused()
    {
        await using var system = new Installation();
        var sighting = await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");

        await Assert.ThrowsAsync<PictureConflictException>(() =>
            system.Get<SightingStore>().SaveAsync(sighting, Picture.Empty(shade: 1), Picture.Empty(), Token));
    }

    [Fact]
    public async Task Delete_SightingOrEvent_NothingIsLeft()
    {
        await using var system = new Installation();
        var store = system.Get<SightingStore>();
        var first = await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");
        await SaveAsync(system, "gate", "2026-11-20T07:32:05Z", number: 2);
        await SaveAsync(system, "gate", "2026-11-20T07:32:05Z", number: 3);

        Assert.True(await store.DeleteAsync(first.Name, Token));
        Assert.False(await store.DeleteAsync(first.Name, Token));
        Assert.Null(await store.ReadAsync(first.Name, Token));
        Assert.Equal(2, await store.DeleteEventAsync(first.Event, Token));
        Assert.Empty(await system.NamesAsync("flagged/"));
    }

    [Fact]
    public async Task Newest_LateBatch_DoesNotMoveItBack()
    {
        await using var system = new Installation();
        var newest = system.Get<NewestSighting>();
        Assert.Null(await newest.FindAsync(Token));
        var today = await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");
        var yesterday = await SaveAsync(system, "door", "2026-11-19T07:32:05Z");

        await newest.AdvanceAsync(today, Token);
        await newest.AdvanceAsync(yesterday, Token);

        Assert.Equal(today.Name, await newest.FindAsync(Token));
    }

    [Fact]
    public async Task Newest_Deleted_TheNextOneIsFoundAndRemembered()
    {
        await using var system = new Installation();
        var newest = system.Get<NewestSighting>();
        var yesterday = await SaveAsync(system, "door", "2026-11-19T07:32:05Z");
        var today = await SaveAsync(system, "gate", "2026-11-20T07:32:05Z");
        await newest.AdvanceAsync(yesterday, Token);
        await newest.AdvanceAsync(today, Token);

        await system.Get<SightingStore>().DeleteAsync(today.Name, Token);

        Assert.Equal(yesterday.Name, await newest.FindAsync(Token));
        Assert.Contains("door", System.Text.Encoding.UTF8.GetString(await system.BytesAsync("flagged/newest.json")), StringComparison.Ordinal);
        var between = await SaveAsync(system, "yard", "2026-11-19T12:00:00Z");
        await newest.AdvanceAsync(between, Token);
        Assert.Equal(between.Name, await newest.FindAsync(Token));
    }

    [Fact]
    public async Task Newest_ManyAtOnce_TheNewestWins()
    {
        await using var system = new Installation();
        var newest = system.Get<NewestSighting>();
        var sightings = new List<Sighting>();
        for (var i = 0; i < 12; i++)
        {
            sightings.Add(await SaveAsync(system, $"cam-{i}", $"2026-11-20T07:32:{i * 7 % 12:D2}Z"));
        }

        await Task.WhenAll(sightings.Select(sighting => Task.Run(() => newest.AdvanceAsync(sighting, Token), Token)));

        Assert.Equal(sightings.MaxBy(sighting => sighting.Time)!.Name, await newest.FindAsync(Token));
    }

    [Theory]
    [InlineData(1920, 1080, 640, 360)]
    [InlineData(1280, 720, 640, 360)]
    [InlineData(480, 1000, 307, 640)]
    [InlineData(320, 240, 320, 240)]
    [InlineData(641, 2, 640, 2)]
    [InlineData(3000, 1, 640, 1)]
    public void Preview_FitsIntoItsSquare(int width, int height, int expectedWidth, int expectedHeight)
    {
        using var painter = new PreviewPainter();
        using var decoder = new JpegDecoder();

        using var preview = painter.Paint(Picture.Empty(width, height), [new Box(0.1, 0.1, 0.9, 0.9)]);

        Assert.Equal(new JpegHeader(expectedWidth, expectedHeight), decoder.ReadHeader(preview.Span));
    }

    [Fact]
    public void Preview_BoxIsDrawnWhereItWasSeen()
    {
        using var painter = new PreviewPainter();
        using var decoder = new JpegDecoder();
        using var preview = painter.Paint(Picture.Empty(1920, 1080, shade: 100), [new Box(0.25, 0.25, 0.5, 0.75)]);
        var rgb = new byte[640 * 360 * 3];
        decoder.DecodeRgb(preview.Span, JpegScale.Full, rgb);

        Assert.True(IsLine(161, 180), "Left side");
        Assert.True(IsLine(318, 180), "Right side");
        Assert.True(IsLine(240, 91), "Top");
        Assert.True(IsLine(240, 268), "Bottom");
        Assert.False(IsLine(240, 180), "Middle");
        Assert.False(IsLine(400, 180), "Outside");

        bool IsLine(int x, int y) => rgb[((y * 640) + x) * 3] - rgb[(((y * 640) + x) * 3) + 2] > 80;
    }

    [Fact]
    public void Preview_RestHidden_OnlyTheBoxCanBeRecognised()
    {
        using var painter = new PreviewPainter(hideRest: true);
        using var encoder = new JpegEncoder();
        using var decoder = new JpegDecoder();
        var stripes = Enumerable.Range(0, 640 * 360 * 3).Select(i => (byte)(i / 3 % 8 < 4 ? 40 : 200)).ToArray();
        using var original = encoder.EncodeRgb(stripes, 640, 360, 95);

        using var preview = painter.Paint(original.Span, [new Box(0.25, 0.25, 0.5, 0.75)]);

        var luma = new byte[640 * 360];
        decoder.DecodeLuma(preview.Span, JpegScale.Full, luma);
        Assert.InRange(Contrast(200, 150), 120, 255);
        Assert.InRange(Contrast(400, 150), 0, 25);
        Assert.InRange(Contrast(20, 330), 0, 25);

        // Between the stripes around a point.
        int Contrast(int x, int y)
        {
            var line = luma.AsSpan((y * 640) + x, 16).ToArray();
            return line.Max() - line.Min();
        }
    }

    [Theory]
    [InlineData("farm/gate/2026/11/20/073205123-4k7x9m2q/000001-073205123", true)]
    [InlineData("farm/gate/2026/11/20/073205123-4k7x9m2q/000001-073205123.jpg", false)]
    [InlineData("farm/gate/2026/11/20/073205123-4k7x9m2q", false)]
    [InlineData("../gate/2026/11/20/073205123-4k7x9m2q/000001-073205123", false)]
    [InlineData("/000001-073205123", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void SightingName_RoundTripsOrIsRefused(string? text, bool valid)
    {
        Assert.Equal(valid, SightingName.TryParse(text, out var name));
        Assert.Equal(valid ? text : null, name?.ToString());
    }

    private static async Task<Sighting> SaveAsync(Installation system, string camera, string start, int number = 1)
    {
        var eventName = new EventName("farm", camera, DateTimeOffset.Parse(start), "4k7x9m2q");
        var time = eventName.Start.AddSeconds(number - 1);
        var sighting = new Sighting
        {
            Event = eventName,
            Frame = new FrameName(number, time),
            Time = time,
            Width = 320,
            Height = 240,
            Detections = [new SeenObject("person", 0.9, new Box(0.1, 0.2, 0.3, 0.4))],
            Model = new SightingModel("red", new string('a', 64)),
            Motion = new SightingMotion(0.25, new Box(0, 0, 1, 1), ["drive"]),
            PictureSha256 = new string('b', 64),
            ManifestSha256 = new string('c', 64),
            Batch = new BatchName(eventName, 1),
            Device = "pi-4",
        };
        await system.Get<SightingStore>().SaveAsync(sighting, Picture.WithPerson(), Picture.Empty(), Token);
        return sighting;
    }
}
