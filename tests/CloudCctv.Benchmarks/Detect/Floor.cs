using CloudCctv.Imaging.Jpeg;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Benchmarks.Detect;

/// <summary>
/// What nobody can go below: the scaled decode by libjpeg-turbo and a bare ONNX Runtime session on a ready tensor, with the
/// runtime's own defaults beside the number of threads.
/// </summary>
internal sealed class Floor : IDisposable
{
    private readonly SessionOptions options;
    private readonly InferenceSession session;
    private readonly OrtValue input;
    private readonly RunOptions run = new();
    private readonly JpegDecoder decoder = new();
    private readonly byte[] pixels = new byte[1920 * 1080 * 3];

    public Floor(string model, int height, int width, int threads)
    {
        options = new SessionOptions { IntraOpNumThreads = threads, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        session = new InferenceSession(model, options);
        input = OrtValue.CreateTensorValueFromMemory(new float[3 * height * width], [1, 3, height, width]);
    }

    public void Decode(byte[] jpeg, JpegScale scale) => decoder.DecodeRgb(jpeg, scale, pixels, smoothColour: false);

    public void Run()
    {
        using var outputs = session.Run(run, session.InputNames, [input], session.OutputNames);
    }

    public void Dispose()
    {
        input.Dispose();
        session.Dispose();
        run.Dispose();
        options.Dispose();
        decoder.Dispose();
    }
}
