using System.Globalization;
using CloudCctv.Imaging.Jpeg;

namespace CloudCctv.Benchmarks.Gate;

/// <summary>
/// The floor: libjpeg-turbo makes grey pictures of a quarter of the sides, at the pace of the camera and on a thread that does
/// nothing else. Paced, because a processor that sleeps between frames finds its caches cold, and so do the others.
/// </summary>
internal sealed class PacedDecoder(IReadOnlyList<byte[]> pictures, double framesPerSecond)
{
    private volatile bool stop;
    private long threadNanoseconds;

    public void Start() => new Thread(Run) { IsBackground = true }.Start();

    /// <summary>CPU time of the thread so far, seconds.</summary>
    public double CpuSeconds => Interlocked.Read(ref threadNanoseconds) / 1e9;

    public void Stop() => stop = true;

    private void Run()
    {
        using var decoder = new JpegDecoder();
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1 / framesPerSecond));
        var header = decoder.ReadHeader(pictures[0]);
        var luma = new byte[JpegScale.Quarter.Scaled(header.Width) * JpegScale.Quarter.Scaled(header.Height)];
        for (var i = 0; !stop; i++)
        {
            decoder.DecodeLuma(pictures[i % pictures.Count], JpegScale.Quarter, luma);

            // First number: nanoseconds on a processor. The files of a thread are its own only under thread-self.
            var spent = File.ReadAllText("/proc/thread-self/schedstat").Split(' ')[0];
            Interlocked.Exchange(ref threadNanoseconds, long.Parse(spent, CultureInfo.InvariantCulture));
            pace.WaitForNextTickAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
