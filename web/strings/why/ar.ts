import type { WhyWords } from './words.js'

export const ar: WhyWords = {
  own: device => `«${device}» (جهازك)`,
  theirs: (person, device) => `«${device}» (${person})`,
  relay: relay => `المُرحِّل ${relay}`,
  request: {
    unanswered: name => `لم يجب ${name} عن طلبك بعد. ما تكتبه يُرسل حين يجيب.`,
    unreached: name => `لم يُسلَّم طلبك بعد، وسيُرسل حالما يمكن الوصول إلى ${name} أو إلى أحد مرحّلاته.`
  },
  lines: {
    written: 'كُتبت على قرص هذا الجهاز',
    elsewhere: where => `كُتبت على ${where}: وهو يعرف ما جرى لها`,
    shared: 'قيلت قبل مجيئك: أن مرسلها كتبها قولُ من شاركها',
    delivered: where => `وصلت: على قرص ${where}`,
    read: where => `قُرئت على ${where}`,
    stored: where => `محفوظة على ${where}`,
    alone: 'لم يكن أحد آخر في المجموعة: هي هنا وحدها، ومن يأتي لاحقًا لا يحصل عليها',
    'lives-here': where => `إلى ${where} الذي يسكن هذا الجهاز: لا يغادره شيء، ولا يحفظه أي مُرحِّل`,
    'stored-here': where => `وهي أيضًا عندك على ${where}: لا يجدها أحد هناك ما دام هذا الحاسوب مطفأ`,
    expired: 'لم يأخذها أحد خلال 30 يومًا: أرسلها مرة أخرى إن كانت لا تزال مهمة',
    'given-up': where => `تُرك إيصالها إلى ${where} بعد 30 يومًا: لا تصل إلى هناك إلا إذا عاد ${where} وطلبها`,
    gone: where => `لم يعد ${where} في المجموعة: لا تُرسل إلى هناك بعد الآن`,
    blocked: where => `تبقى هنا: ${where} محظور`,
    'first-contact': where => `تنتظر الوصول إلى ${where} لأول مرة`,
    introduced: where => `تنتظر أن يقبل ${where} تعريفك بنفسك`,
    returning: 'تنتظر أن يُدخل أحد الأعضاء هذا الجهاز إلى المجموعة من جديد',
    barred: where => `تنتظر خروج ${where} من المجموعة: لا يُشفَّر شيء حيث يمكن أن يُقرأ هناك`,
    announced: where => `خرجت إلى كل من يسمع المجموعة، وتنتظر ردًا من ${where}`,
    unreachable: where => `تنتظر ${where}: لا يمكن الوصول إليه الآن`,
    asked: where => `أُرسلت إلى ${where}، وتنتظر قبول طلبك`,
    sent: where => `أُرسلت إلى ${where}، وتنتظر تأكيده`,
    failing: where => `فشلت عدة محاولات إلى ${where}، والتالية تأتي من تلقاء نفسها`,
    'in-turn': where => `تنتظر دورها إلى ${where}`,
    given: 'أعطاها جهاز آخر من أجهزتك',
    'from-backup': 'جاءت بها نسخة احتياطية',
    'was-on-its-way': 'كانت في طريقها حينئذ: الجهاز الذي كتبها يتابع أمرها',
    'was-partly-delivered': 'كانت قد وصلت إلى بعضهم حينئذ',
    'was-delivered': 'كانت قد وصلت حينئذ',
    'was-read': 'كانت قد قُرئت حينئذ'
  }
}
