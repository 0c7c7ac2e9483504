using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

internal static class RuntimeFault
{
    /// <summary>What the runtime says, without the full stop.</summary>
    public static string OneLine(this OnnxRuntimeException exception) => exception.Message.ReplaceLineEndings(" ").Trim().TrimEnd('.');
}
