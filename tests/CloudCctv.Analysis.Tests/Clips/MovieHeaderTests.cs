using CloudCctv.Analysis.Intake.Mp4;
using CloudCctv.HostileBatches;
using CloudCctv.Tests.Support;

namespace CloudCctv.Analysis.Tests.Clips;

public sealed class MovieHeaderTests
{
    [Theory]
    [InlineData("+faststart", true)]
    [InlineData("+frag_keyframe+empty_moov", false)]
    public void FilmOfFfmpeg_IsAnMp4_AndSaysHowLongItIsWhereItKnows(string flags, bool knows)
    {
        using var folder = new TempFolder();
        var film = File.ReadAllBytes(Ffmpeg.TestClip(Path.Combine(folder.Path, "clip.mp4"), "libx264", 35, "320x240", "-movflags", flags));

        Assert.Null(Mp4Boxes.Fault(new MemoryStream(film)));
        Assert.Equal(knows ? 3.5 : null, MovieHeader.LengthOf(new MemoryStream(film), film.Length)?.TotalSeconds);
    }

    [Fact]
    public void FilmCutAtAnyByte_IsNoMp4_AndNothingBreaks()
    {
        var film = RawFilm.Sound();
        for (var length = 0; length < film.Length; length++)
        {
            Assert.NotNull(Mp4Boxes.Fault(new MemoryStream(film[..length])));
            MovieHeader.LengthOf(new MemoryStream(film[..length]), film.Length);
        }

        Assert.Null(Mp4Boxes.Fault(new MemoryStream(film)));
        Assert.Equal(4, MovieHeader.LengthOf(new MemoryStream(film), film.Length)?.TotalSeconds);
    }
}
