using System.Runtime.InteropServices;

namespace CloudCctv.Detection.Inference;

/// <summary>
/// Recent builds of ONNX Runtime report their use to their maker. A security camera system calls nobody but its owner, so
/// this is switched off before the library is first used.
/// </summary>
internal static partial class RuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    public static void SwitchOff()
    {
        Environment.SetEnvironmentVariable(Variable, "1");
        if (!OperatingSystem.IsWindows())
        {
            // .NET keeps a copy of the environment of its own there; the library asks the C runtime.
            _ = SetEnv(Variable, "1", 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnv(string name, string value, int overwrite);
}
