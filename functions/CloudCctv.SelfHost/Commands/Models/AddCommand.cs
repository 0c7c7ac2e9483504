using System.CommandLine;
using CloudCctv.Detection;
using CloudCctv.Detection.Cards;
using CloudCctv.SelfHost.Models;

namespace CloudCctv.SelfHost.Commands.Models;

internal static class AddCommand
{
    public static Command Create()
    {
        var folder = ModelsCommand.FolderOption();
        var card = new Option<string?>("--card") { Description = "Its card, a JSON file (of models known by their SHA-256: not needed)", HelpName = "CARD" };
        var file = new Argument<string>("FILE") { Description = "An .onnx file" };
        var command = new Command("add", "Install a model that is on this machine. Prints its path.") { file, card, folder };
        command.SetAction((parsed, _) => CommandEdge.RunAsync(async () =>
        {
            var source = parsed.GetRequiredValue(file);
            if (!File.Exists(source))
            {
                throw new ModelException($"{source}: there is no such model file.");
            }

            var installed = ModelFolder.At(parsed.GetValue(folder)).Install(source, FindCard(source, parsed.GetValue(card)));
            await Console.Out.WriteLineAsync(installed);
            return 0;
        }));
        return command;
    }

    private static ModelCard FindCard(string file, string? cardPath)
    {
        var hash = ModelFolder.HashOf(file);
        if (cardPath is null)
        {
            return CardCatalogue.Find(hash)
                ?? throw new ModelException($"{file}: --card is missing; only models known by their SHA-256 do without, and this one has {hash}. docs/guide/models.md tells how to write a card.");
        }

        var card = CardFile.Parse(File.ReadAllBytes(cardPath), cardPath);
        return card.Sha256.Equals(hash, StringComparison.OrdinalIgnoreCase)
            ? card
            : throw new ModelException($"{file}: the card {cardPath} says SHA-256 {card.Sha256}, the file has {hash}.");
    }
}
