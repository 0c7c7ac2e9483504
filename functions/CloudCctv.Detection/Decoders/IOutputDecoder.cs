using CloudCctv.Detection.Cards;

namespace CloudCctv.Detection.Decoders;

/// <summary>
/// Reads the outputs of one family of models, as one card says. A new family is a new file with such a class and its line in
/// <see cref="OutputDecoders"/>. Never changes, so one serves all threads.
/// </summary>
public interface IOutputDecoder
{
    /// <summary>The shape that each output must have, in the card's order; they are checked before <see cref="Decode"/> is called.</summary>
    /// <param name="input">The model's input, or null while it is not known: then lengths that depend on it are <see cref="TensorShape.Any"/>.</param>
    IReadOnlyList<TensorShape> Shapes(ModelSize? input);

    /// <summary>
    /// Adds a candidate for every place whose best class reaches <paramref name="minScore"/>; its label is one of the card's.
    /// Scores and boxes that are no numbers may be added; whoever merges the candidates leaves them out.
    /// </summary>
    void Decode(IOutputTensors outputs, ModelSize input, float minScore, List<Candidate> candidates);
}

/// <summary>What the model gave for one picture: float32 tensors in the card's order.</summary>
public interface IOutputTensors
{
    ReadOnlySpan<float> Values(int output);

    TensorShape Shape(int output);
}
