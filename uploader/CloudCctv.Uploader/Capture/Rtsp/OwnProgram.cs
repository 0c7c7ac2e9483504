using System.Runtime.InteropServices;

namespace CloudCctv.Uploader.Capture.Rtsp;

/// <summary>How this program starts itself once more.</summary>
internal static class OwnProgram
{
    private const string Name = "cctv-uploader";

    /// <summary>The file to start, and what stands before the program's own arguments.</summary>
    public static (string File, string[] Arguments) Start { get; } =
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == Name
            ? (Environment.ProcessPath!, [])
            : (Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "dotnet")), [Path.Combine(AppContext.BaseDirectory, Name + ".dll")]);
}
