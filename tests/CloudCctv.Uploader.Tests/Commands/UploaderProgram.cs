namespace CloudCctv.Uploader.Tests.Commands;

/// <summary>The compiled program, beside the tests.</summary>
internal static class UploaderProgram
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "cctv-uploader.dll");
}
