using System.Diagnostics;
using System.Globalization;

namespace CloudCctv.Contracts.Faults;

/// <summary>
/// Ends this process as a power cut would, at a named step, so that tests can see what is left: no finally block runs, nothing
/// is flushed. Armed only by the environment variable <c>CLOUDCCTV_CRASH_AT=NAME[:N]</c>, where N is how many times the step
/// must be reached (1 if left out). Otherwise a step costs one comparison of a constant with null. Thread-safe.
/// </summary>
public static class CrashPoint
{
    /// <summary>The environment variable that arms one step.</summary>
    public const string Variable = "CLOUDCCTV_CRASH_AT";

    private static readonly string? Armed;
    private static readonly int Wanted;
    private static int reached;

    static CrashPoint() => (Armed, Wanted) = Parse(Environment.GetEnvironmentVariable(Variable));

    /// <summary>Does not return if this step is the armed one and has been reached often enough.</summary>
    /// <param name="step">Name of the step, as <c>spool-sealed-before-rename</c>.</param>
    public static void Reach(string step)
    {
        if (Armed is not null && Armed == step && Interlocked.Increment(ref reached) >= Wanted)
        {
            Die();
        }
    }

    /// <returns>The step to die at and how many times it must be reached; null for none.</returns>
    /// <exception cref="FormatException">What follows the colon is no number from 1.</exception>
    public static (string? Step, int Times) Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return (null, 0);
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0)
        {
            return (text, 1);
        }

        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var times) && times > 0
            ? (text[..colon], times)
            : throw new FormatException($"{Variable}='{text}': after the colon comes how many times the step must be reached, a number from 1.");
    }

    private static void Die()
    {
        // SIGKILL to oneself: the kernel takes the process away before the call returns.
        using var self = Process.GetCurrentProcess();
        self.Kill();
        Environment.FailFast("A crash was asked for, and the system did not end the process.");
    }
}
