using CloudCctv.Tests.Support;
using CloudCctv.Uploader.Capture;

namespace CloudCctv.Uploader.Tests.Capture;

public sealed class SourceAddressTests
{
    [Theory]
    [InlineData("http://10.0.0.7:8080/video", SourceKind.Http)]
    [InlineData("https://cam.example/mjpg", SourceKind.Http)]
    [InlineData("rtsp://user:secret@10.0.0.7/stream1", SourceKind.Rtsp)]
    [InlineData("rtsps://10.0.0.7/stream1", SourceKind.Rtsp)]
    [InlineData("/dev/video0", SourceKind.Device)]
    public void Parse_AcceptedForm_GivesItsKind(string text, SourceKind kind) => Assert.Equal(kind, SourceAddress.Parse(text).Kind);

    [Theory]
    [InlineData("0")]
    [InlineData("12")]
    public void Parse_BareNumber_IsThatVideoDevice(string text)
    {
        var source = SourceAddress.Parse(text);

        Assert.Equal((SourceKind.Device, $"/dev/video{text}"), (source.Kind, source.Location));
    }

    [Theory]
    [InlineData("concat:/etc/passwd|/etc/shadow")]
    [InlineData("file:///etc/passwd")]
    [InlineData("ftp://host/x")]
    [InlineData("udp://239.0.0.1:1234")]
    [InlineData("http://")]
    [InlineData("http://host/a b")]
    [InlineData("rtsp://host/a\n-y")]
    [InlineData("/dev/video0;reboot")]
    [InlineData("/dev/sda")]
    [InlineData("-i")]
    [InlineData("00")]
    [InlineData("1000")]
    [InlineData("0\n")]
    [InlineData("-f lavfi -i testsrc")]
    [InlineData("")]
    [InlineData("/no/such/recording.mp4")]
    public void Parse_AnythingElse_IsRefusedInOneLine(string text)
    {
        // /dev/sda exists on some machines, as a file that is no recording; ffmpeg is what refuses it there.
        Assert.SkipWhen(File.Exists(text), $"{text} exists here.");

        var fault = Assert.Throws<CaptureException>(() => SourceAddress.Parse(text));

        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public void Parse_FileThatLooksLikeAnOption_BecomesAnAbsolutePath()
    {
        using var folder = new TempFolder();
        var file = folder.File("-y");
        File.WriteAllText(file, "");

        var source = SourceAddress.Parse(file);

        Assert.Equal("file:" + file, FfmpegArguments.For(source, FrameFormat.Jpeg, new CaptureOptions { MaxSpeed = true }).SkipWhile(argument => argument != "-i").ElementAt(1));
    }

    [Fact]
    public void Parse_FileNamedLikeANumber_IsThatFile()
    {
        // A name without a folder is looked for where the program stands.
        var file = Path.GetFullPath("917");
        File.WriteAllText(file, "");
        try
        {
            Assert.Equal((SourceKind.File, file), (SourceAddress.Parse("917").Kind, SourceAddress.Parse("917").Location));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void ToString_UrlWithPassword_HidesIt()
    {
        var shown = SourceAddress.Parse("rtsp://admin:s3cret@10.0.0.7:554/stream1?token=x").ToString();

        Assert.Equal("rtsp://***@10.0.0.7:554/stream1", shown);
    }

    [Fact]
    public void ToString_PasswordInTheQuery_HidesIt() =>
        Assert.Equal("http://cam/video.cgi", SourceAddress.Parse("http://cam/video.cgi?user=admin&pwd=s3cret").ToString());

    [Theory]
    [InlineData("rtsp://admin:s3cret@ 10.0.0.7/x")]
    [InlineData("rtsp:/admin:s3cret@10.0.0.7/x")]
    public void Parse_MistypedUrlWithPassword_DoesNotRepeatIt(string text)
    {
        var fault = Assert.Throws<CaptureException>(() => SourceAddress.Parse(text));

        Assert.DoesNotContain("s3cret", fault.Message, StringComparison.Ordinal);
    }
}
