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
    private readonly InputTensor input;
    private readonly RunOptions options = new();
    private ModelSize? size;
    private ModelSize? boundSize;

    public BoundModel(OnnxModel model, InferenceSession session)
    {
        (this.model, this.session) = (model, session);
        input = new InputTensor(model.Card.Input);
        binding = session.CreateIoBinding();
    }

    /// <summary>The input for the next run, float32 [3,H,W]. Its values are whatever was there before.</summary>
    public Span<float> Input(ModelSize wanted)
    {
        size = wanted;
        return input.Resize(wanted);
    }

    /// <summary>Runs the model once on <see cref="Input"/>.</summary>
    /// <exception cref="ModelException">The runtime refused, or an output does not have the shape that the card implies.</exception>
    public OutputTensors Run()
    {
        try
        {
            BindInput();
            BindOutputs();
            var outputs = new OutputTensors(session.RunWithBoundResults(options, binding));
            if (outputs.Problem(model.Decoder.Shapes(size!), model.Card) is { } problem)
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

    // A tensor keeps its memory for as long as its size.
    private void BindInput()
    {
        input.Complete();
        if (boundSize != size)
        {
            binding.BindInput(model.Card.Input.Name, input.Native);
            boundSize = size;
        }
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
