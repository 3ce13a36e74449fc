using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Affluence.Site.Eligibility;

/// <summary>
/// The page model of the eligibility check in both languages. The form is sent with GET: it changes nothing and nothing is kept, so it
/// needs no cookie against forgery, can be reloaded, and switches language with its answers.
/// </summary>
internal sealed class EligibilityModel : PageModel
{
    public EligibilityForm Form { get; private set; } = new(null, null, null);

    public IReadOnlyList<EligibilityError> Errors { get; private set; } = [];

    /// <summary>Null until the form was sent without error.</summary>
    public EligibilityAnswers? Answers { get; private set; }

    public void OnGet()
    {
        Form = new EligibilityForm(Request.Query["purpose"], Request.Query["place"], Request.Query["age"]);
        if (Form.IsSent)
        {
            (Errors, Answers) = Form.Read();
        }
    }

    /// <returns>What is wrong with a field, or null.</returns>
    public EligibilityError? ErrorOf(string fieldId) => Errors.Where(error => FieldId(error) == fieldId).Cast<EligibilityError?>().FirstOrDefault();

    /// <summary>The control that an error is corrected in: of a group of radio buttons, the first.</summary>
    public static string FieldId(EligibilityError error) => error switch
    {
        EligibilityError.PurposeMissing => "purpose",
        EligibilityError.PlaceMissing => "place",
        _ => "age",
    };
}
