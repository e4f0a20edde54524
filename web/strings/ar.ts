import { counting, type Words } from './words.js'

const count = counting('ar')

export const ar: Words = {
  common: {
    you: 'أنت',
    cancel: 'إلغاء',
    close: 'إغلاق',
    back: 'رجوع',
    copy: 'نسخ',
    copied: 'نُسخ',
    share: 'مشاركة',
    save: 'حفظ',
    add: 'إضافة',
    remove: 'إزالة',
    loading: 'جارٍ التحميل…',
    dismiss: 'إخفاء',
    optional: 'اختياري',
    again: 'حاول مرة أخرى'
  },
  start: {
    opening: 'جارٍ فتح عقدتك…',
    welcome: name => `أهلًا ${name}`,
    empty: 'ادعُ أحدًا، أو أضف الرابط الذي أعطاك إياه أحدهم. لا أحد بينكما يستطيع قراءة ما تقولان.',
    pickTitle: 'اختر محادثة',
    pick: 'Ctrl K يجد محادثة وما قيل فيها، وAlt ↑ وAlt ↓ للتنقل بينها.',
    outdated: 'نسخة أحدث من Parley مفتوحة في تبويب آخر. أعِد تحميل هذا التبويب.',
    reload: 'أعِد التحميل'
  },
  first: {
    title: 'تحدّث دون أحد بينكما',
    invited: 'أحدهم يدعوك إلى الحديث',
    lead: 'لا رقم ولا عنوان ولا حساب في أي مكان: هذا المتصفح هو كل ما يوجد منك هنا.',
    name: 'اسمك',
    begin: 'ابدأ',
    haveWords: 'لديّ الكلمات الأربع والعشرون لحساب، أو نسخة احتياطية',
    linkThis: 'أستعمل Parley من قبل: اربط هذا المتصفح',
    anew: 'ابدأ من جديد',
    protect: 'احمِ ما يُحفظ هنا',
    guards: {
      none: 'لا شيء: من يستعمل هذا المتصفح يستطيع قراءته',
      passphrase: 'عبارة مرور',
      passkey: 'مفتاح مرور من هذا الجهاز'
    },
    passphrase: 'عبارة المرور',
    reveal: 'أظهرها',
    keepTitle: 'اكتب هذه الكلمات الأربع والعشرين',
    opening: 'جارٍ فتح Parley…'
  },
  connection: {
    title: 'الاتصال',
    opening: 'جارٍ الفتح',
    lost: 'العقدة لا تجيب',
    offline: 'لا يمكن الوصول إلى أحد',
    online: links =>
      count(links, { zero: 'لا اتصالات', one: 'اتصال واحد', two: 'اتصالان', few: '# اتصالات', many: '# اتصالًا', other: '# اتصال' }),
    relayOnly: 'عبر مُرحِّل',
    unkept: 'مُرحِّلاتك لا تحفظ شيئًا',
    lostBanner: 'عقدتك لا تجيب. ما تكتبه هنا يبقى هنا حتى تجيب.'
  },
  list: {
    actions: (title: string) => `ما يمكن فعله مع ${title}`,
    label: 'المحادثات',
    search: 'بحث',
    searchHint: 'Ctrl K',
    new: 'جديد',
    settings: 'الإعدادات',
    draft: 'مسودة:',
    asks: 'يريد التحدث معك',
    invited: 'طُلب منه ولم يجب بعد',
    blocked: 'محظور',
    nothing: 'لم يُقل شيء بعد',
    unread: messages =>
      count(messages, {
        zero: 'لا رسائل غير مقروءة',
        one: 'رسالة غير مقروءة',
        two: 'رسالتان غير مقروءتين',
        few: '# رسائل غير مقروءة',
        many: '# رسالة غير مقروءة',
        other: '# رسالة غير مقروءة'
      }),
    asking: people =>
      count(people, {
        zero: 'لا أحد يطلب الدخول',
        one: 'شخص يطلب الدخول',
        two: 'شخصان يطلبان الدخول',
        few: '# أشخاص يطلبون الدخول',
        many: '# شخصًا يطلبون الدخول',
        other: '# شخص يطلبون الدخول'
      }),
    pinned: 'مثبّتة',
    muted: 'صامتة',
    verified: 'مُوثَّق',
    yesterday: 'أمس',
    today: 'اليوم',
    invite: 'دعوة شخص',
    add: 'إضافة رابط',
    group: 'مجموعة جديدة'
  },
  echo: {
    try: 'جرِّب مع Echo',
    here: 'يسكن هذا الجهاز'
  },
  find: {
    here: 'البحث هنا أو الانتقال إلى يوم'
  },
  chat: {
    details: 'التفاصيل',
    group: members => count(members, { zero: 'لا أعضاء', one: 'عضو واحد', two: 'عضوان', few: '# أعضاء', many: '# عضوًا', other: '# عضو' }),
    online: 'متصل الآن',
    offline: 'غير متصل الآن',
    writing: names => (names.length > 2 ? 'عدة أشخاص يكتبون…' : `${names.join('، ')}: يكتب…`),
    messages: title => `الرسائل مع ${title}`,
    begins: title => `هنا تبدأ محادثتك مع ${title}.`,
    unreadable: 'تعذّرت قراءة الرسائل.',
    older: 'رسائل أقدم',
    new: 'جديد',
    jump: 'الانتقال إلى الأحدث',
    backToNewest: 'العودة إلى الأحدث',
    later: 'رسائل أحدث',
    jumpNew: messages =>
      count(messages, {
        zero: 'الانتقال إلى الأحدث',
        one: 'الانتقال إلى رسالة جديدة',
        two: 'الانتقال إلى رسالتين جديدتين',
        few: 'الانتقال إلى # رسائل جديدة',
        many: 'الانتقال إلى # رسالة جديدة',
        other: 'الانتقال إلى # رسالة جديدة'
      }),
    gap: messages =>
      count(messages, {
        zero: 'لا رسائل ناقصة',
        one: 'رسالة لم تصل إلى هنا بعد',
        two: 'رسالتان لم تصلا إلى هنا بعد',
        few: '# رسائل لم تصل إلى هنا بعد',
        many: '# رسالة لم تصل إلى هنا بعد',
        other: '# رسالة لم تصل إلى هنا بعد'
      }),
    gapLost: messages =>
      count(messages, {
        zero: 'لا رسائل مفقودة',
        one: 'رسالة لم يعد بالإمكان الحصول عليها',
        two: 'رسالتان لم يعد بالإمكان الحصول عليهما',
        few: '# رسائل لم يعد بالإمكان الحصول عليها',
        many: '# رسالة لم يعد بالإمكان الحصول عليها',
        other: '# رسالة لم يعد بالإمكان الحصول عليها'
      }),
    gapOf: (name, gap) => `${name}: ${gap}`,
    left: name => `غادر ${name} المجموعة`,
    youLeft: 'غادرتَ المجموعة',
    conflict: 'قال هذا الجهاز للآخرين شيئًا آخر تحت الرقم نفسه',
    sharedBy: name => `قيلت قبل مجيئك: على ذمة ${name}`,
    imported: 'من نسخة احتياطية: أن مرسلها كتبها معروف منها وحدها',
    showAll: 'عرض الكل',
    message: (name, time) => `${name}، ${time}`
  },
  say: {
    actions: 'ما يُفعل بهذه الرسالة',
    more: 'المزيد',
    react: emoji => `التفاعل بـ ${emoji}`,
    reactWith: 'التفاعل برمز تعبيري',
    reactions: 'التفاعلات',
    others: people =>
      count(people, { zero: 'لا أحد غيرهم', one: 'شخص آخر', two: 'شخصان آخران', few: '# آخرون', many: '# آخرون', other: '# آخرون' }),
    answer: 'رد',
    answers: 'ردًا على',
    answering: name => `الرد على ${name}`,
    edit: 'تعديل',
    editing: 'تعديل هذه الرسالة',
    edited: 'معدّلة',
    forward: 'إعادة توجيه',
    forwarded: 'معاد توجيهها',
    pin: 'تثبيت للجميع',
    unpin: 'إلغاء التثبيت',
    pinned: 'مثبّتة',
    pins: messages =>
      count(messages, {
        zero: 'لا رسائل مثبّتة',
        one: 'رسالة مثبّتة واحدة',
        two: 'رسالتان مثبّتتان',
        few: '# رسائل مثبّتة',
        many: '# رسالة مثبّتة',
        other: '# رسالة مثبّتة'
      }),
    delete: 'حذف',
    deleted: 'حُذفت هذه الرسالة',
    notHere: 'رسالة ليست هنا',
    unknown: 'شيء لا تستطيع هذه النسخة عرضه',
    emoji: 'رموز تعبيرية',
    sticker: name => `ملصق: ${name}`,
    stickers: {
      wave: 'تلويح',
      yes: 'نعم',
      no: 'لا',
      thanks: 'شكرًا',
      love: 'حب',
      laugh: 'ضحك',
      party: 'احتفال',
      wow: 'دهشة',
      think: 'تفكير',
      cry: 'بكاء',
      sleep: 'نوم',
      coffee: 'قهوة'
    },
    suggestions: 'اقتراحات'
  },
  state: {
    waitsFor: (names: string) => `بانتظار ${names}`,
    waitsAndKept: (waits, kept) => `${waits}؛ ${kept}`,
    lastSeen: (waits: string, ago: string) => `${waits}، آخر ظهور ${ago}`,
    relaysHold: (relays: number, until: string) =>
      count(relays, {
        zero: `لا يحفظها مُرحِّل حتى ${until}`,
        one: `يحفظها مُرحِّل واحد حتى ${until}`,
        two: `يحفظها مُرحِّلان حتى ${until}`,
        few: `تحفظها # مُرحِّلات حتى ${until}`,
        many: `يحفظها # مُرحِّلًا حتى ${until}`,
        other: `يحفظها # مُرحِّل حتى ${until}`
      }),
    keptHere: (until: string) => `محفوظة على هذا الجهاز حتى ${until}`,
    queued: 'تنتظر على هذا الجهاز',
    stored: 'محفوظة على مُرحِّل',
    delivered: 'وصلت',
    read: 'قُرئت',
    failed: 'فشلت',
    partly: 'وصلت إلى بعضهم',
    notToAll: (done, of) => `وصلت إلى ${done} من ${of}، ولا يُحاوَل إيصالها إلى الباقين بعد الآن`,
    partlyDelivered: (done, of) => `وصلت إلى ${done} من ${of}`,
    toNobody: 'لم يكن أحد آخر في المجموعة',
    partlyRead: (done, of) => `قرأها ${done} من ${of}`,
    whyFor: state => `${state}: ما الذي جرى لها`,
    until: when => `حتى ${when}`,
    again: 'إرسالها مرة أخرى',
    unknown: 'ما جرى لها يعرفه الجهاز الذي كتبها'
  },
  compose: {
    label: title => `رسالة إلى ${title}`,
    placeholder: 'رسالة',
    send: 'إرسال',
    sending: 'قيد الإرسال',
    hint: 'مفتاح الإدخال يرسل، ومع Shift يبدأ سطرًا جديدًا',
    tooLong: bytes =>
      count(bytes, {
        one: 'أطول ببايت واحد',
        two: 'أطول ببايتين',
        few: 'أطول بـ # بايتات',
        many: 'أطول بـ # بايتًا',
        other: 'أطول بـ # بايت'
      })
  },
  fading: {
    sets: (name, span) => `جعل ${name} الرسائل تختفي بعد قراءتها بمدة: ${span}`,
    youSet: span => `جعلتَ الرسائل تختفي بعد قراءتها بمدة: ${span}`,
    letsStay: name => `جعل ${name} الرسائل تبقى`,
    youLetStay: 'جعلتَ الرسائل تبقى',
    fades: when => `تختفي: ${when}`,
    fadesAfter: span => `تختفي بعد قراءتها بمدة: ${span}`
  },
  person: {
    verified: 'مُوثَّق'
  },
  notice: {
    newMessage: 'رسالة جديدة',
    evictable: 'قد يتخلص المتصفح مما تحفظه هذه الصفحة: احفظ نسخة احتياطية.',
    newMessageFrom: name => `رسالة جديدة من ${name}`
  },
  errors: {
    away: 'عقدتك لا تجيب.',
    late: 'استغرق ذلك وقتًا طويلًا. ربما يتم بعد قليل.',
    unreachable: 'لا يمكن الوصول إليهم الآن.',
    badLink: 'لا يمكن قراءة هذا الرابط.',
    refusedLink: 'لم يعد هذا الرابط مقبولًا.',
    notAllowed: 'هذا غير مسموح.',
    notFound: 'لم يعد ذلك موجودًا.',
    passphrase: 'عبارة المرور هذه لا تفتحه.',
    phrase: 'ليست هذه الكلمات الأربع والعشرين.',
    blocked: 'هذا الشخص محظور.',
    full: 'لم يبقَ متسع لذلك.',
    busy: 'العقدة مشغولة: حاول بعد لحظة.',
    store: 'لم يقبله القرص.',
    file: 'ليست هذه نسخة احتياطية يمكن قراءتها.',
    argument: 'لا يمكن استعمال ذلك.',
    other: 'لم ينجح ذلك.'
  },
  format: {
    ms: ms => `${ms} م.ث`
  }
}
