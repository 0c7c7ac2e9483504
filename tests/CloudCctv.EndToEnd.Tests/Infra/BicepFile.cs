using static CloudCctv.EndToEnd.Tests.Infra.BicepTokenKind;

namespace CloudCctv.EndToEnd.Tests.Infra;

/// <summary>What a Bicep file declares, gives to its modules and refers to. As much of the language as infra/ uses.</summary>
public sealed class BicepFile
{
    private static readonly string[] Words = ["true", "false", "null", "if", "for", "in", "existing", "string", "int", "bool", "object", "array"];

    private readonly List<BicepToken> tokens;

    private BicepFile(string path, List<BicepToken> tokens) => (Path, this.tokens) = (path, tokens);

    public string Path { get; }

    /// <summary>Parameter → whether it has a value of its own.</summary>
    public Dictionary<string, bool> Parameters { get; } = [];

    public HashSet<string> Outputs { get; } = [];

    public HashSet<string> Resources { get; } = [];

    /// <summary>Everything that an expression may name: parameters, variables, resources, modules, variables of loops and lambdas.</summary>
    public HashSet<string> Declared { get; } = [];

    public List<BicepModule> Modules { get; } = [];

    /// <summary>Names that expressions use, without functions, keys and members.</summary>
    public List<BicepToken> Used { get; } = [];

    /// <summary><c>module.outputs.name</c>, wherever it stands.</summary>
    public List<(string Module, string Output)> OutputsUsed { get; } = [];

    /// <exception cref="FormatException">A text or a bracket has no end.</exception>
    public static BicepFile Read(string path)
    {
        var file = new BicepFile(path, [.. BicepTokens.Of(File.ReadAllText(path))]);
        file.ReadDeclarations();
        file.ReadUses();
        return file;
    }

    private string Text(int at) => at >= 0 && at < tokens.Count ? tokens[at].Text : "";

    private bool Is(int at, BicepTokenKind kind) => at >= 0 && at < tokens.Count && tokens[at].Kind == kind;

    private bool Begins(int at) => at == 0 || tokens[at - 1].Kind == LineEnd;

    private void ReadDeclarations()
    {
        var depth = 0;
        for (var at = 0; at < tokens.Count; at++)
        {
            depth += Text(at) is "{" or "[" or "(" && Is(at, Symbol) ? 1 : Text(at) is "}" or "]" or ")" && Is(at, Symbol) ? -1 : 0;
            if (Is(at, Identifier) && (Begins(at) || Text(at) == "for"))
            {
                Declare(at, depth);
            }
            else if (Is(at, Identifier) && Text(at + 1) == "=" && Text(at + 2) == ">")
            {
                // The parameter of a lambda.
                Declared.Add(Text(at));
            }
        }

        if (depth != 0)
        {
            throw new FormatException($"{Path}: {depth} brackets are not closed");
        }
    }

    private void Declare(int at, int depth)
    {
        var name = Text(at + 1);
        switch (Text(at))
        {
            case "param" when depth == 0:
                Parameters[name] = Enumerable.Range(at, tokens.Count - at).TakeWhile(i => !Is(i, LineEnd)).Any(i => Text(i) == "=");
                Declared.Add(name);
                break;
            case "output" when depth == 0:
                Outputs.Add(name);
                break;
            // A resource may stand within another.
            case "resource" when Is(at + 1, Identifier) && Is(at + 2, BicepTokenKind.Text):
                Resources.Add(Text(at + 2));
                Declared.Add(name);
                break;
            case "module" when depth == 0:
                Modules.Add(ReadModule(name, Text(at + 2), at + 3));
                Declared.Add(name);
                break;
            case "var" when depth == 0:
            case "for":
                Declared.Add(name);
                break;
            default:
                break;
        }
    }

    private BicepModule ReadModule(string name, string file, int from)
    {
        var parameters = Enumerable.Range(from, tokens.Count - from).First(at => Text(at) == "params" && Text(at + 1) == ":");
        var given = new List<string>();
        var depth = 0;
        for (var at = parameters + 2; depth > 0 || at == parameters + 2; at++)
        {
            depth += Text(at) is "{" or "[" or "(" ? 1 : Text(at) is "}" or "]" or ")" ? -1 : 0;
            if (depth == 1 && Is(at, Identifier) && Text(at + 1) == ":" && Text(at - 1) is "{" or "," or "\n" && IsKey(at))
            {
                given.Add(Text(at));
            }
        }

        return new(name, file, given);
    }

    private bool IsKey(int at) => Text(at + 1) == ":" && (Text(at - 1) is "{" or "," || Is(at - 1, LineEnd));

    private void ReadUses()
    {
        for (var at = 0; at < tokens.Count; at++)
        {
            if (!Is(at, Identifier))
            {
                continue;
            }

            if (Text(at + 1) == "." && Text(at + 2) == "outputs")
            {
                OutputsUsed.Add((Text(at), Text(at + 4)));
            }

            var named = Text(at - 1) is "param" or "var" or "output" or "resource" or "module" or "targetScope" or "for" && Is(at - 1, Identifier);
            var decorator = Text(at - 1) == "@";
            var typed = Text(at - 2) is "param" or "output";
            if (!named && !decorator && !typed && !IsKey(at) && Text(at - 1) != "." && Text(at + 1) != "(" && !IsWord(at))
            {
                Used.Add(tokens[at]);
            }
        }
    }

    private bool IsWord(int at) =>
        Words.Contains(Text(at)) || (Begins(at) && Text(at) is "param" or "var" or "output" or "resource" or "module" or "targetScope");
}

/// <param name="Name">In the file that uses it.</param>
/// <param name="File">Where it is, from the folder of that file.</param>
/// <param name="Given">Parameters that it is given.</param>
public sealed record BicepModule(string Name, string File, IReadOnlyList<string> Given);
