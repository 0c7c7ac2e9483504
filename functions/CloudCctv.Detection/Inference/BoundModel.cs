using CloudCctv.Detection.Cards;
using Microsoft.ML.OnnxRuntime;

namespace CloudCctv.Detection.Inference;

/// <summary>
/// A model with a pinned input tensor bound to it. Outputs come in memory of the runtime's own pool, because their shapes may
/// differ from run to run. One thread at a time.
/// </summary>
internal sealed class BoundModel : IDisposable
{
    private readonly OnnxModel model;
    private readonly InferenceSession session;
    private readonly OrtIoBinding binding;
    private readonly InputTensor input = new();
    private readonly RunOptions options = new();
    private ModelSize? size;

    public BoundModel(OnnxModel model, InferenceSession session)
    {
        (this.model, this.session) = (model, session);
        binding = session.CreateIoBinding();
    }

    /// <summary>The input for the next run, float32 [3,H,W]. Its values are whatever was there before.</summary>
    public Span<float> Input(ModelSize wanted)
    {
        var values = input.Resize(wanted);
        if (wanted != size)
        {
            binding.BindInput(model.Card.Input.Name, input.Native);
            size = wanted;
        }

        return values;
    }

    /// <summary>Runs the model once on <see cref="Input"/>.</summary>
    /// <exception cref="ModelException">The runtime refused, or an output does not have the shape that the card implies.</exception>
    public OutputTensors Run()
    {
        try
        {
            BindOutputs();
            var outputs = new OutputTensors(session.RunWithBoundResults(options, binding));
            if (outputs.Problem(model.Decoder.Shapes(model.Card.Labels.Count, size), model.Card) is { } problem)
            {
                outputs.Dispose();
                throw new ModelException($"{model.File}: {problem}.");
            }

            return outputs;
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelException($"{model.File}: the model failed on an input of {size}: {exception.OneLine()}.", exception);
        }
    }

    public void Dispose()
    {
        binding.Dispose();
        input.Dispose();
        options.Dispose();
    }

    // Again for each run: a binding keeps the tensors of the last, with their shapes.
    private void BindOutputs()
    {
        foreach (var output in model.Card.Output.Names)
        {
            binding.BindOutputToDevice(output, OrtMemoryInfo.DefaultInstance);
        }
    }
}
