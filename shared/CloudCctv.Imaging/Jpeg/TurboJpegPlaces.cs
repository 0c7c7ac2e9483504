using System.Runtime.InteropServices;

namespace CloudCctv.Imaging.Jpeg;

/// <summary>Where libturbojpeg may be.</summary>
internal static class TurboJpegPlaces
{
    /// <summary>
    /// What a program brings along goes first: hosts without a package manager (Azure Functions) have no other, and where there
    /// are two, what was tested with the program is the one.
    /// </summary>
    /// <param name="programFolder">Where the program's own files are.</param>
    /// <returns>Paths, then names that the system's loader searches for.</returns>
    public static IEnumerable<string> Of(string programFolder)
    {
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return
        [
            Path.Combine(programFolder, "runtimes", $"linux-{architecture}", "native", "libturbojpeg.so.0"),
            // Debian ships only the versioned name unless the -dev package is installed.
            "libturbojpeg.so.0", "libturbojpeg.so", "libturbojpeg.dylib", "turbojpeg",
        ];
    }
}
