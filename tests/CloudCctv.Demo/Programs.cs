using CloudCctv.Tests.Support;

namespace CloudCctv.Demo;

/// <summary>Where our programs are after compiling, in the same configuration as this one.</summary>
public static class Programs
{
    public static string Uploader { get; } = Find("uploader", "CloudCctv.Uploader", "cctv-uploader");

    public static string Server { get; } = Find("functions", "CloudCctv.SelfHost", "cctv-server");

    private static string Find(string room, string project, string assembly)
    {
        // …/bin/CONFIGURATION/net10.0/
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        return RepositoryRoot.File(room, project, "bin", output.Parent!.Name, output.Name, $"{assembly}.dll");
    }
}
