using System.Runtime.InteropServices;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Imaging.Tests.Jpeg;

public sealed class TurboJpegPlacesTests
{
    [Fact]
    public void Of_AProgram_LooksFirstAtWhatItBringsAlong_ThenAtTheSystem()
    {
        var places = TurboJpegPlaces.Of("/app").ToList();

        Assert.Equal($"/app/runtimes/linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}/native/libturbojpeg.so.0", places[0]);
        Assert.Equal("libturbojpeg.so.0", places[1]);
        Assert.All(places.Skip(1), place => Assert.DoesNotContain('/', place));
    }
}
