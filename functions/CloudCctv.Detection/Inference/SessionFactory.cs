using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>Opens sessions: threads as the options say, and a graph that is optimised once per machine rather than at every start.</summary>
internal static class SessionFactory
{
    /// <param name="model">The content of the .onnx file.</param>
    /// <param name="sha256">Its hash.</param>
    /// <param name="options">Threads and the folder of the cache.</param>
    /// <exception cref="OnnxRuntimeException">It is no model that the runtime can open.</exception>
    public static InferenceSession Open(byte[] model, string sha256, DetectorOptions options)
    {
        var cache = GraphCache.In(options.CacheFolder ?? GraphCache.UsersFolder);
        if (cache is null || GraphKey.For(sha256) is not { } key)
        {
            return Open(model, options, optimise: true);
        }

        return OpenCached(cache, key, options) ?? OpenAndKeep(cache, key, model, options);
    }

    private static InferenceSession? OpenCached(GraphCache cache, string key, DetectorOptions options)
    {
        if (cache.Read(key) is not { } graph)
        {
            return null;
        }

        try
        {
            return Open(graph, options, optimise: false);
        }
        catch (OnnxRuntimeException)
        {
            // Whole, and yet not for this runtime: the key has missed a difference. The model itself decides.
            cache.Forget(key);
            return null;
        }
    }

    private static InferenceSession OpenAndKeep(GraphCache cache, string key, byte[] model, DetectorOptions options)
    {
        if (cache.NewFile() is not { } file)
        {
            return Open(model, options, optimise: true);
        }

        try
        {
            var session = Open(model, options, optimise: true, saveTo: file);
            cache.Keep(key, file);
            return session;
        }
        catch (OnnxRuntimeException)
        {
            // A full disk, or a graph that cannot be saved: without, it may well work.
            return Open(model, options, optimise: true);
        }
        finally
        {
            GraphCache.Drop(file);
        }
    }

    private static InferenceSession Open(byte[] graph, DetectorOptions options, bool optimise, string? saveTo = null)
    {
        using var session = new SessionOptions
        {
            IntraOpNumThreads = options.Favour == Favour.Latency ? options.Threads : 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            GraphOptimizationLevel = optimise ? GraphOptimizationLevel.ORT_ENABLE_ALL : GraphOptimizationLevel.ORT_DISABLE_ALL,

            // Exporters' habits are reported as warnings, dozens per model; what matters comes back as an exception.
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (saveTo is not null)
        {
            session.OptimizedModelFilePath = saveTo;
        }

        // Threads that spin between frames take the processor from the other workers; within a frame they are what makes it soon.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", options.Favour == Favour.Latency ? "1" : "0");
        session.AddSessionConfigEntry("session.force_spinning_stop", "1");
        return new(graph, session);
    }
}
