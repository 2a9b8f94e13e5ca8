import { downloadAudit } from '@/server/api/http/audit-file';

export { downloadAudit as GET };
