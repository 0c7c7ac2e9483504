using System.CommandLine;
using System.Globalization;
using CloudCctv.Analysis;
using CloudCctv.Analysis.Faces;
using CloudCctv.Analysis.Faces.Enrolment;
using CloudCctv.Detection;
using CloudCctv.Detection.Faces;
using CloudCctv.SelfHost.Evaluation;
using CloudCctv.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace CloudCctv.SelfHost.Commands;

/// <summary><c>cctv-server faces</c>: who is known by their face.</summary>
internal static class FacesCommand
{
    private static readonly Argument<string> Name = new("NAME") { Description = "What alerts and the gallery call the person" };

    public static Command Create() => new("faces", "Enrol people whose faces are to be known, list them, forget them. Read docs/guide/faces.md first: it is biometric data.")
    {
        Enrol(),
        List(),
        Forget(),
    };

    private static Command Enrol()
    {
        var pictures = new Argument<string[]>("PICTURES") { Description = $"JPEG files, or folders of them; at most {Person.MaxFaces}, each with exactly one clear face", Arity = ArgumentArity.OneOrMore };
        return With(new Command("enrol", "Learn a person's face. Exit code 1 if a picture was refused.") { Name, pictures }, async (parsed, services, token) =>
        {
            var (name, files) = (Person.CheckedName(parsed.GetRequiredValue(Name)), Files(parsed.GetRequiredValue(pictures)));
            var readings = files.Select(file => new PictureReading(file)).ToList();
            var outcomes = await services.GetRequiredService<FaceEnroller>().EnrolAsync(name, readings.Select(reading => reading.Read()), token);
            foreach (var (reading, outcome) in readings.Zip(outcomes).Where(pair => !pair.Second.IsEnrolled))
            {
                await Console.Error.WriteLineAsync($"{reading.File}: refused: {reading.Fault ?? outcome.Refusal}.");
            }

            var person = await services.GetRequiredService<PersonStore>().FindAsync(name, token);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{person?.Name ?? name}: {outcomes.Count(one => one.IsEnrolled)} of {files.Count} pictures enrolled; {person?.Faces.Count ?? 0} in all."));
            if (!services.GetRequiredService<FaceOptions>().Enabled)
            {
                await Console.Error.WriteLineAsync("Faces are off: nobody is looked for until Faces:Enabled is true in the server's settings.");
            }

            return outcomes.All(one => one.IsEnrolled) ? 0 : 1;
        });
    }

    private static Command List() => With(new Command("list", "Who is enrolled."), async (_, services, token) =>
    {
        var method = CurrentMethod(services);
        await foreach (var person in services.GetRequiredService<PersonStore>().AllAsync(token))
        {
            var note = method is null || person.Method == method ? "" : "  not known any more: detector or recogniser has changed, enrol again";
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{person.Name,-24}  {person.Faces.Count,3} pictures  {person.UpdatedAt:yyyy-MM-dd}{note}"));
        }

        return 0;
    });

    private static Command Forget() => With(new Command("forget", "Delete everything of a person, and their name from sightings.") { Name }, async (parsed, services, token) =>
    {
        var name = Person.CheckedName(parsed.GetRequiredValue(Name));
        var (wasEnrolled, sightings) = await services.GetRequiredService<FaceForgetter>().ForgetAsync(name, token);
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(wasEnrolled ? $"{name} is forgotten" : $"Nobody named '{name}' is enrolled")}; {sightings} sightings now say unknown."));
        return wasEnrolled ? 0 : 1;
    });

    private static Command With(Command command, Func<ParseResult, IServiceProvider, CancellationToken, Task<int>> run)
    {
        var flags = new ServerFlags("Data", "Store");
        flags.AddTo(command);
        command.SetAction((parsed, token) => CommandEdge.RunAsync(async () =>
        {
            var settings = flags.Load(parsed);
            var store = StoreFactory.Create(settings.Store, TimeProvider.System);
            await using var services = new ServiceCollection().AddLogging().AddSingleton(store).AddCloudCctvAnalysis(settings.Configuration).BuildServiceProvider();
            await store.EnsureCreatedAsync(token);
            return await run(parsed, services, token);
        }));
        return command;
    }

    // The list is worth having without a model, too.
    private static string? CurrentMethod(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<FaceReader>().Method;
        }
        catch (ModelException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return null;
        }
    }

    private static List<string> Files(string[] given)
    {
        List<string> files = [.. given.SelectMany(path => Directory.Exists(path) ? PathsIn(PictureFolder.Open(path)) : [path])];
        return files.Count <= Person.MaxFaces
            ? files
            : throw new ArgumentException($"{files.Count} pictures are too many; {Person.MaxFaces} can be enrolled for one person.");
    }

    private static IEnumerable<string> PathsIn(PictureFolder folder) => folder.Names.Select(folder.PathOf);

    /// <summary>A picture that is read when it is needed; one that cannot be is empty, and says why.</summary>
    private sealed class PictureReading(string file)
    {
        public string File { get; } = file;

        public string? Fault { get; private set; }

        public byte[] Read()
        {
            try
            {
                return System.IO.File.ReadAllBytes(File);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                Fault = exception.Message.TrimEnd('.');
                return [];
            }
        }
    }
}
