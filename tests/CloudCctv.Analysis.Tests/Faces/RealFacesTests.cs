using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Analysis.Tests.Support;
using CloudCctv.Detection;
using CloudCctv.Imaging.Jpeg;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Faces;

/// <summary>Two men from Debian's opencv-doc, found by the cascade of opencv-data (`footage.sh` puts them in the cache); skipped where these are not.</summary>
public sealed class RealFacesTests
{
    private const string Cascade = "/usr/share/opencv4/haarcascades/haarcascade_frontalface_default.xml";

    [Fact]
    public async Task Handle_EnrolledMan_IsKnownAndTheOtherIsNot()
    {
        Assert.SkipWhen(!File.Exists(Cascade), "apt-get install opencv-data");
        var (one, other) = (File.ReadAllBytes(Footage.Find("227943776_1.jpg")), File.ReadAllBytes(Footage.Find("230501201_1.jpg")));
        await using var system = new Installation(
            settings: new() { ["Faces:Enabled"] = "true", ["Faces:MinFacePixels"] = "60" },
            detector: new EverywhereDetector());
        Assert.True(Assert.Single(await system.EnrolAsync("Ben", one)).IsEnrolled);
        var batch = BatchMaker.For().With(Darker(one), other);

        await system.HandledAsync(batch);

        Assert.Equal("Ben", Assert.Single((await system.SightingAsync(batch)).Faces!.Seen).Name);
        Assert.Equal(SeenFace.Unknown, Assert.Single((await system.SightingAsync(batch, 1)).Faces!.Seen).Name);
        Assert.Contains("person: Ben (", await system.AlertTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Handle_OnlyUnknown_EnrolledManAloneMakesNoAlertAndTheOtherDoes()
    {
        Assert.SkipWhen(!File.Exists(Cascade), "apt-get install opencv-data");
        var (one, other) = (File.ReadAllBytes(Footage.Find("227943776_1.jpg")), File.ReadAllBytes(Footage.Find("230501201_1.jpg")));
        await using var system = new Installation(
            settings: new() { ["Faces:Enabled"] = "true", ["Faces:MinFacePixels"] = "60", ["Faces:AlertOnlyUnknown"] = "true" },
            detector: new EverywhereDetector());
        Assert.True(Assert.Single(await system.EnrolAsync("Ben", one)).IsEnrolled);

        var known = await system.HandledAsync(BatchMaker.For(id: "aaaaaaaa").With(Darker(one)));
        Assert.True(known.AlertWithheld);
        Assert.Single(known.Sightings);
        Assert.Null(await system.AlertTextAsync());

        var unknown = await system.HandledAsync(BatchMaker.For("yard", id: "bbbbbbbb").With(other));
        Assert.False(unknown.AlertWithheld);
        Assert.EndsWith("; unknown face", await system.AlertTextAsync(), StringComparison.Ordinal);
        Assert.Equal("yard", Assert.Single(system.Channel.Sent).Alert.Event.Camera);
    }

    [Fact]
    public async Task Name_FaceInASighting_TheManIsKnownThereAndInTheNextEvent()
    {
        Assert.SkipWhen(!File.Exists(Cascade), "apt-get install opencv-data");
        var (one, other) = (File.ReadAllBytes(Footage.Find("227943776_1.jpg")), File.ReadAllBytes(Footage.Find("230501201_1.jpg")));
        await using var system = new Installation(
            settings: new() { ["Faces:Enabled"] = "true", ["Faces:MinFacePixels"] = "60" },
            detector: new EverywhereDetector());
        var (first, next) = (BatchMaker.For(id: "aaaaaaaa").With(one, other, Darker(one)), BatchMaker.For(id: "bbbbbbbb").With(Darker(one), other));
        await system.HandledAsync(first);
        var sighting = await system.SightingAsync(first);
        Assert.Equal(SeenFace.Unknown, Assert.Single(sighting.Faces!.Seen).Name);

        Assert.Null(await system.Get<FaceNaming>().NameAsync(sighting.Name, sighting.Faces.Seen[0].Box, "Ben", TestContext.Current.CancellationToken));

        await system.HandledAsync(next);
        Assert.Equal(
            ["Ben", SeenFace.Unknown, "Ben", "Ben", SeenFace.Unknown],
            await Task.WhenAll(new[] { (first, 0), (first, 1), (first, 2), (next, 0), (next, 1) }.Select(async at => Assert.Single((await system.SightingAsync(at.Item1, at.Item2)).Faces!.Seen).Name)));
    }

    private static byte[] Darker(byte[] jpeg)
    {
        using var decoder = new JpegDecoder();
        var size = decoder.ReadHeader(jpeg);
        var rgb = new byte[size.Pixels * 3];
        decoder.DecodeRgb(jpeg, JpegScale.Full, rgb);
        for (var i = 0; i < rgb.Length; i++)
        {
            rgb[i] = (byte)(rgb[i] * 0.7);
        }

        using var encoder = new JpegEncoder();
        using var darker = encoder.EncodeRgb(rgb, size.Width, size.Height, 70);
        return darker.Span.ToArray();
    }

    /// <summary>Every picture is one person.</summary>
    private sealed class EverywhereDetector : IDetector
    {
        public ModelIdentity Model { get; } = new("everywhere", new string('c', 64));

        public IReadOnlyList<DetectedObject> Detect(ReadOnlyMemory<byte> jpeg, float? minScore = null, ImageBox? attention = null)
        {
            using var decoder = new JpegDecoder();
            var size = decoder.ReadHeader(jpeg.Span);
            return [new DetectedObject("person", 0.9f, new ImageBox(0, 0, size.Width, size.Height))];
        }

        public void Dispose()
        {
        }
    }
}
