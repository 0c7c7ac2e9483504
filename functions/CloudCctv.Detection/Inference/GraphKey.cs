using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>Names everything that an optimised graph depends on: the model, the runtime, and what the processor can do.</summary>
internal static class GraphKey
{
    // Raised when we ask the runtime for other optimisations.
    private const string Recipe = "1";

    private static readonly Lazy<string?> Machine = new(DescribeMachine);

    /// <returns>The key, fit for a file name; null where it cannot be told what the processor can do.</returns>
    public static string? For(string modelSha256)
    {
        if (Machine.Value is not { } machine)
        {
            return null;
        }

        var all = $"{Recipe}|{modelSha256}|{OrtEnv.Instance().GetVersionString()}|{RuntimeInformation.OSArchitecture}|{machine}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)));
    }

    // The runtime chooses kernels and memory layouts by these, so a graph may be of no use on the next machine.
    private static string? DescribeMachine()
    {
        try
        {
            var about = File.ReadLines("/proc/cpuinfo")
                .Where(line => line.StartsWith("flags", StringComparison.Ordinal) || line.StartsWith("Features", StringComparison.Ordinal)
                    || line.StartsWith("model name", StringComparison.Ordinal) || line.StartsWith("CPU part", StringComparison.Ordinal))
                .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
            return string.Join('|', about) is { Length: > 0 } described ? described : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
