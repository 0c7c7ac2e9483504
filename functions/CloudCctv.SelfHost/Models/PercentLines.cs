using System.Globalization;

namespace CloudCctv.SelfHost.Models;

/// <summary>Progress as one line per tenth: reads well in a terminal and in a log.</summary>
internal sealed class PercentLines(string name, long bytes, TextWriter output) : IProgress<long>
{
    private int tenths = -1;

    public void Report(long value)
    {
        // Back to the start after a restart is worth a line as well.
        if ((int)(10 * value / bytes) is var reached && reached != tenths)
        {
            tenths = reached;
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}  {reached * 10,3} %  {value / 1e6:0.0} of {bytes / 1e6:0.0} MB"));
        }
    }
}
