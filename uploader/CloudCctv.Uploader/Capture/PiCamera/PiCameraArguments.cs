using System.Globalization;

namespace CloudCctv.Uploader.Capture.PiCamera;

/// <summary>The command line of <c>rpicam-vid</c>, which <c>libcamera-vid</c> of older systems shares.</summary>
internal static class PiCameraArguments
{
    public static IReadOnlyList<string> For(SourceAddress source, CaptureOptions options) =>
    [
        "--camera", source.Location,
        "--codec", "mjpeg",
        "--width", Text(options.Width),
        "--height", Text(options.Height),
        "--framerate", Text(options.FramesPerSecond),
        "--timeout", "0",
        "--nopreview",
        "--flush",
        "--output", "-",
    ];

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
