using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Capture.PiCamera;

namespace CloudCctv.Uploader.Tests.Capture.PiCamera;

/// <summary>With a program that stands for the Pi's own: it checks what it is asked and gives real JPEGs.</summary>
public sealed class PiCameraSourceTests : IDisposable
{
    private readonly TempFolder folder = new();
    private readonly string? path = Environment.GetEnvironmentVariable("PATH");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("PATH", path);
        folder.Dispose();
    }

    [Theory]
    [InlineData("rpicam-vid")]
    [InlineData("libcamera-vid")]
    public async Task EitherProgram_GivesItsPicturesUntouched(string program)
    {
        var pictures = TestJpegs.Make(4);
        await File.WriteAllBytesAsync(folder.File("all.bin"), [.. pictures.SelectMany(jpeg => jpeg)], Token);
        Install(program, $"[ \"$1 $2 $3 $4\" = '--camera 1 --codec mjpeg' ] || exit 9\ncat '{folder.File("all.bin")}'");

        Assert.Equal(pictures, await AllAsync());
    }

    [Fact]
    public async Task PictureWithThumbnail_IsNotSplit()
    {
        var (jpeg, thumbnail) = (TestJpegs.Make(1)[0], TestJpegs.Make(1, 16, 16)[0]);
        // APP1 right after the start: length in two bytes, then a whole JPEG.
        byte[] whole = [0xFF, 0xD8, 0xFF, 0xE1, (byte)((thumbnail.Length + 2) >> 8), (byte)(thumbnail.Length + 2), .. thumbnail, .. jpeg[2..]];
        await File.WriteAllBytesAsync(folder.File("all.bin"), [.. whole, .. jpeg], Token);
        Install("rpicam-vid", $"cat '{folder.File("all.bin")}'");

        Assert.Equal([whole, jpeg], await AllAsync());
    }

    [Fact]
    public async Task ProgramFails_ItsLastWordsAreTold()
    {
        Install("rpicam-vid", "echo 'ERROR: *** no cameras available ***' >&2; exit 255");

        var fault = await Assert.ThrowsAsync<CaptureException>(AllAsync);

        Assert.Equal("Cannot read rpicam:1: ERROR: *** no cameras available ***", fault.Message);
    }

    [Fact]
    public async Task Garbage_IsNoPicture()
    {
        Install("rpicam-vid", "echo hello hello hello");

        await Assert.ThrowsAsync<CaptureException>(AllAsync);
    }

    private static async Task<List<byte[]>> AllAsync()
    {
        var source = new PiCameraSource(SourceAddress.Parse("rpicam:1"), new CaptureOptions(), new FrameTimes(TimeProvider.System), 0);
        var frames = new List<byte[]>();
        await foreach (var frame in source.ReadAsync(Token))
        {
            using (frame)
            {
                frames.Add(frame.Data.Span.ToArray());
            }
        }

        return frames;
    }

    // Other tests look for their programs behind it.
    private void Install(string program, string script)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The program is a shell script.");
            return;
        }

        File.WriteAllText(folder.File(program), "#!/bin/sh\n" + script + "\n");
        File.SetUnixFileMode(folder.File(program), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", folder.Path + ":" + path);
    }
}
