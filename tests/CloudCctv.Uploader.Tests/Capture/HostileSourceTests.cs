using CloudCctv.Uploader.Capture;
using CloudCctv.Uploader.Capture.PiCamera;

namespace CloudCctv.Uploader.Tests.Capture;

/// <summary>Texts that try to become an option, a command, or another protocol of the programs that read cameras.</summary>
public sealed class HostileSourceTests
{
    [Theory]
    [InlineData("concat:/etc/passwd|/etc/shadow")]
    [InlineData("concatf:/tmp/list")]
    [InlineData("subfile,,start,0,end,100,,:/etc/passwd")]
    [InlineData("file:/etc/passwd")]
    [InlineData("file:///etc/passwd")]
    [InlineData("lavfi:testsrc")]
    [InlineData("pipe:0")]
    [InlineData("fd:0")]
    [InlineData("data:video/mp4;base64,AAAA")]
    [InlineData("data://text/plain,x")]
    [InlineData("async:http://host/")]
    [InlineData("cache:http://host/")]
    [InlineData("crypto:http://host/")]
    [InlineData("hls+http://host/x.m3u8")]
    [InlineData("ftp://host/x")]
    [InlineData("gopher://host/x")]
    [InlineData("srt://host:1")]
    [InlineData("udp://239.0.0.1:1234")]
    [InlineData("rtp://239.0.0.1:1234")]
    [InlineData("tcp://host:1")]
    [InlineData("unix:///run/docker.sock")]
    [InlineData("smb://host/share")]
    [InlineData("-i")]
    [InlineData("-y")]
    [InlineData("--help")]
    [InlineData("-f lavfi -i testsrc")]
    [InlineData("http://")]
    [InlineData("http://host/a b")]
    [InlineData("rtsp://host/ -vf negate")]
    [InlineData("rtsp://host/a\n-y")]
    [InlineData("rtsp://host/a\r\noption x y")]
    [InlineData("http://host/a\0b")]
    [InlineData("http://host/\u0085option")]
    [InlineData("/dev/video0;reboot")]
    [InlineData("/dev/video0\n")]
    [InlineData("/dev/video")]
    [InlineData("/dev/../etc/video0")]
    [InlineData("rpicam:0;rm -rf ~")]
    [InlineData("rpicam:0 --output /tmp/x")]
    [InlineData("rpicam:--help")]
    [InlineData("rpicam:")]
    [InlineData("rpicam:10")]
    [InlineData("rpicam:٠")]
    [InlineData("RPICAM:0")]
    [InlineData("$(reboot)")]
    [InlineData("`reboot`")]
    [InlineData("a|b")]
    [InlineData("\n")]
    [InlineData("")]
    public void Parse_NotOnTheList_IsRefusedInOneLine(string text)
    {
        var fault = Assert.Throws<CaptureException>(() => SourceAddress.Parse(text));

        Assert.DoesNotContain(fault.Message, char.IsControl);
    }

    [Theory]
    [InlineData("http://host/-y?-f=lavfi")]
    [InlineData("http://host/a'%0Afile'/etc/passwd")]
    [InlineData("rtsp://host/'")]
    [InlineData("rtsp://us'er:p'w@host/x")]
    [InlineData("rtsp://host/a|b|c")]
    [InlineData("http://host/file:///etc/passwd")]
    [InlineData("http://host/concat:a|b")]
    [InlineData("http://host/\\'\\")]
    [InlineData("http://хост/видео")]
    [InlineData("http://host/#-i")]
    [InlineData("http://[::1]/-y")]
    [InlineData("http://host/$(reboot)`id`;rm")]
    public void Url_OfAnyKind_IsOneQuotedValueAndOnNoCommandLine(string text)
    {
        var source = SourceAddress.Parse(text);
        var options = new CaptureOptions();

        var plain = FfmpegArguments.For(SourceAddress.Parse(source.Kind == SourceKind.Http ? "http://a/" : "rtsp://a/"), FrameFormat.Yuv420, options);
        var lines = FfmpegArguments.InputText(source, options)!.Split('\n');

        Assert.Equal(plain, FfmpegArguments.For(source, FrameFormat.Yuv420, options));
        var file = Assert.Single(lines, line => line.StartsWith("file ", StringComparison.Ordinal));
        Assert.Matches("^file '[^'\\\\]+'$", file);
        Assert.All(lines.Except([file, ""]), line => Assert.Matches("^(ffconcat version 1.0|option (fflags nobuffer|rtsp_transport tcp))$", line));
    }

    [Theory]
    [InlineData("rpicam:0", "0")]
    [InlineData("rpicam:9", "9")]
    public void PiCamera_Number_IsOneArgument(string text, string number)
    {
        var arguments = PiCameraArguments.For(SourceAddress.Parse(text), new CaptureOptions { Width = 640, Height = 480, FramesPerSecond = 12.5 });

        Assert.Equal(
            ["--camera", number, "--codec", "mjpeg", "--width", "640", "--height", "480", "--framerate", "12.5", "--timeout", "0", "--nopreview", "--flush", "--output", "-"],
            arguments);
    }
}
